package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.OfferAnswer;
import io.sallyport.server.media.MediaSession.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer being read, line by line: what the offerer will see, and what both sides agreed on. */
final class Answer {
  private final Side from;
  private final List<MediaDescription> lines = new ArrayList<>();
  private final List<Optional<Agreed>> agreed = new ArrayList<>();
  private boolean active;
  private String why;

  Answer(Side from) {
    this.from = from;
  }

  /** For the offerer, in the order of its offer. */
  List<MediaDescription> lines() {
    return lines;
  }

  List<Optional<Agreed>> agreed() {
    return agreed;
  }

  /** Whether nothing is left, and that is not what the answerer wanted. */
  boolean failed() {
    return !active && why != null;
  }

  String why() {
    return why;
  }

  void because(String reason) {
    why = why == null ? reason : why;
  }

  void refuse(OfferedLine line) {
    lines.add(line.offered().disabled());
    agreed.add(Optional.empty());
  }

  void accept(OfferedLine line, MediaStream stream, RemoteLine answer, boolean plainAllowed) {
    List<String> formats =
        answer.formats().stream().filter(line.remote().formats()::contains).toList();
    Optional<SdesCrypto> theirs = chosen(line, answer);
    if (formats.isEmpty()) {
      because("The answer chose no codec that was offered");
      refuse(line);
      return;
    }
    if (theirs.isEmpty() && !plainAllowed) {
      because("The answer chose no SRTP key that was offered");
      refuse(line);
      return;
    }
    EndPlan answererPlan =
        plan(
            answer,
            theirs,
            theirs.map(key -> stream.keys(from).key(key.suite())),
            line.remote().mux() && answer.mux());
    RemoteLine offerer = line.remote();
    Optional<SdesCrypto> offered = offerer.cryptos().stream().findFirst();
    Optional<SdesCrypto> ours = offered.map(key -> stream.keys(from.other()).key(key.suite()));
    EndPlan offererPlan = plan(offerer, offered, ours, offerer.mux());

    // the answer repeats the tag of the line that it accepts
    List<SdesCrypto> shownKey = ours.map(key -> key.withTag(offered.get().tag())).stream().toList();
    Direction direction = OfferAnswer.answerDirection(offerer.direction(), answer.direction());
    lines.add(
        LineWriter.write(
            answer,
            line.offered().proto(),
            stream.port(from.other()),
            formats,
            direction,
            shownKey,
            offerer.mux()));
    Agreed.End answererEnd = new Agreed.End(answer, answererPlan);
    Agreed.End offererEnd = new Agreed.End(offerer, offererPlan);
    String codec =
        answer.line().rtpMap(formats.get(0)).map(map -> map.codec()).orElse(formats.get(0));
    agreed.add(
        Optional.of(
            from == Side.B
                ? new Agreed(offererEnd, answererEnd, codec)
                : new Agreed(answererEnd, offererEnd, codec)));
    active = true;
  }

  /**
   * The answerer's key: of the line whose tag it repeats, else of the suite, because some phones
   * count tags anew.
   */
  private static Optional<SdesCrypto> chosen(OfferedLine line, RemoteLine answer) {
    for (SdesCrypto key : answer.cryptos()) {
      for (SdesCrypto ours : line.cryptos()) {
        if (ours.suite() == key.suite()) {
          return Optional.of(key);
        }
      }
    }
    return Optional.empty();
  }

  private static EndPlan plan(
      RemoteLine remote, Optional<SdesCrypto> receive, Optional<SdesCrypto> send, boolean mux) {
    return new EndPlan(receive, send, remote.media(), remote.control(), mux);
  }
}
