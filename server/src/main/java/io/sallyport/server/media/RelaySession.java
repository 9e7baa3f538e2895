package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.SessionDescription.Parsed;
import io.sallyport.server.media.MediaRelay.MediaEvents;
import io.sallyport.server.media.RemoteLine.Reading;
import io.sallyport.server.observe.Counter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The media of one call: reads and writes its descriptions on the call's shard, and posts what was
 * agreed to one media loop.
 */
final class RelaySession implements MediaSession {
  /** Streams with ports that a call may have. */
  private static final int MAX_STREAMS = 4;

  // immutable
  private final Relay relay;
  private final Silence silence;
  private final LocalDescription shownToA;
  private final LocalDescription shownToB;

  // owned by: shard
  private MediaLoop loop;
  private PendingOffer offer;
  private boolean answered;
  private PendingOffer previous;
  private boolean closed;

  // written by: shard; any thread may read
  private volatile List<MediaStream> streams = List.of();

  RelaySession(Relay relay, MediaEvents events) {
    this.relay = relay;
    this.silence = new Silence(events, relay.counters());
    this.shownToA = new LocalDescription(relay.random().nextLong());
    this.shownToB = new LocalDescription(relay.random().nextLong());
  }

  @Override
  public Result offer(Side from, byte[] sdp, Rules fromRules, Rules toward) {
    if (closed) {
      return refused(488, "The call has ended");
    }
    rollback();
    Parsed parsed = SessionDescription.parse(sdp);
    if (parsed instanceof Parsed.Invalid invalid) {
      return refused(400, "The session description cannot be read: " + invalid.fault().words());
    }
    SessionDescription description = ((Parsed.Valid) parsed).description();
    for (int i = description.media().size(); i < streams.size(); i++) {
      if (streams.get(i).inUse()) {
        return refused(488, "The offer has fewer media lines than the one before");
      }
    }
    streams.stream().filter(stream -> !stream.inUse()).forEach(MediaStream::close);
    return pass(from, description, fromRules, toward);
  }

  private Result pass(Side from, SessionDescription description, Rules fromRules, Rules toward) {
    List<OfferedLine> lines = new ArrayList<>();
    List<MediaStream> opened = new ArrayList<>();
    String why = "No audio or video is offered";
    int usable = 0;
    for (MediaDescription line : description.media()) {
      MediaStream stream = stream(lines.size(), line.kind());
      Reading reading =
          RemoteLine.read(
              description, line, fromRules, relay.plainAllowed(fromRules), relay.plainNetworks());
      boolean room =
          usable < MAX_STREAMS && (!stream.hasPorts() || stream.kind().equals(line.kind()));
      if (reading instanceof Reading.Usable use && room) {
        if (!stream.hasPorts()) {
          if (!stream.open(line.kind(), loop())) {
            opened.forEach(MediaStream::close);
            relay.counters().add(Counter.MEDIA_PORTS_EXHAUSTED);
            return new Result.Refused(503, "No media port is free");
          }
          opened.add(stream);
        }
        usable++;
        lines.add(show(stream, from.other(), use.remote(), toward));
      } else {
        lines.add(OfferedLine.off(line));
        if (usable == 0 && reading instanceof Reading.Unusable unusable) {
          why = unusable.why();
        }
      }
    }
    if (usable == 0) {
      return refused(488, why);
    }
    previous = offer;
    offer = new PendingOffer(from, fromRules, toward, lines, opened);
    answered = false;
    return shown(from.other(), toward, lines.stream().map(OfferedLine::shown).toList());
  }

  @Override
  public Result offerAlso(Rules toward) {
    if (!offerPending()) {
      return refused(488, "No offer is waiting");
    }
    List<OfferedLine> lines = new ArrayList<>();
    List<MediaDescription> shown = new ArrayList<>();
    for (int i = 0; i < offer.lines().size(); i++) {
      OfferedLine line = offer.lines().get(i);
      OfferedLine also =
          line.isOff() ? line : show(streams.get(i), offer.from().other(), line.remote(), toward);
      shown.add(also.shown());
      lines.add(line.isOff() ? line : line.or(also));
    }
    offer = new PendingOffer(offer.from(), offer.fromRules(), toward, lines, offer.opened());
    return shown(offer.from().other(), toward, shown);
  }

  /**
   * What the other side sees of a usable line: SRTP wherever plain RTP is not both allowed and
   * wanted.
   */
  private OfferedLine show(MediaStream stream, Side to, RemoteLine said, Rules toward) {
    boolean mandatory = !relay.plainAllowed(toward);
    RemoteLine remote = placed(said, stream, to.other());
    List<SdesCrypto> cryptos =
        mandatory || toward.preferSrtp() ? stream.keys(to).offer() : List.of();
    String proto =
        (mandatory ? "RTP/SAVP" : "RTP/AVP") + (said.line().isFeedbackProfile() ? "F" : "");
    MediaDescription shown =
        LineWriter.write(
            remote,
            proto,
            stream.port(to),
            remote.formats(),
            remote.direction(),
            cryptos,
            remote.mux());
    return new OfferedLine(remote, said.line(), shown, cryptos, !mandatory);
  }

  @Override
  public Result answer(Side from, byte[] sdp, Rules fromRules) {
    if (closed || offer == null || offer.from() == from) {
      return refused(488, "No offer is waiting for this answer");
    }
    Parsed parsed = SessionDescription.parse(sdp);
    if (parsed instanceof Parsed.Invalid invalid) {
      return refused(400, "The session description cannot be read: " + invalid.fault().words());
    }
    SessionDescription description = ((Parsed.Valid) parsed).description();
    Answer answer = new Answer(from);
    for (int i = 0; i < offer.lines().size(); i++) {
      OfferedLine line = offer.lines().get(i);
      MediaStream stream = streams.get(i);
      // a line that is missing was refused, and so was one whose ports went back meanwhile
      if (line.isOff() || !stream.hasPorts() || i >= description.media().size()) {
        answer.refuse(line);
        continue;
      }
      // forks may have been shown different lines: what counts is what this one may do
      boolean plain = line.plainAnswer() && relay.plainAllowed(fromRules);
      MediaDescription said = description.media().get(i);
      Reading reading = RemoteLine.read(description, said, fromRules, plain, relay.plainNetworks());
      if (reading instanceof Reading.Usable use) {
        answer.accept(line, stream, placed(use.remote(), stream, from), plain);
      } else {
        answer.refuse(line);
        if (reading instanceof Reading.Unusable unusable) {
          answer.because(unusable.why());
        }
      }
    }
    if (answer.failed()) {
      return refused(488, answer.why());
    }
    commit(answer);
    return shown(offer.from(), offer.fromRules(), answer.lines());
  }

  private void commit(Answer answer) {
    boolean held = true;
    List<Figures> figures = new ArrayList<>();
    for (int i = 0; i < answer.agreed().size(); i++) {
      MediaStream stream = streams.get(i);
      Agreed agreed = answer.agreed().get(i).orElse(null);
      if (agreed == null) {
        stream.idle();
        continue;
      }
      stream.bind(agreed);
      held &= agreed.held();
      figures.add(stream.figures(Side.A));
      figures.add(stream.figures(Side.B));
    }
    answered = true;
    silence.update(held, figures);
    loop().watch(silence);
  }

  @Override
  public void rollback() {
    if (offer != null && !answered) {
      offer.opened().forEach(MediaStream::close);
      // the last answered offer may be answered again: a 200 repeats what a 183 said
      offer = previous;
      answered = previous != null;
    }
  }

  @Override
  public boolean offerPending() {
    return offer != null && !answered;
  }

  @Override
  public List<String> kinds() {
    LinkedHashSet<String> kinds = new LinkedHashSet<>();
    for (int i = 0; i < streams.size(); i++) {
      boolean offered = offerPending() && i < offer.lines().size() && !offer.lines().get(i).isOff();
      if (offered || streams.get(i).inUse()) {
        kinds.add(streams.get(i).kind());
      }
    }
    return List.copyOf(kinds);
  }

  @Override
  public String summary() {
    return streams.stream().map(MediaStream::summary).collect(Collectors.joining(", "));
  }

  @Override
  public Report report() {
    return new Report(streams.stream().flatMap(stream -> stream.report().stream()).toList());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    streams.forEach(MediaStream::close);
    offer = null;
    previous = null;
    if (loop != null) {
      loop.forget(silence);
    }
  }

  /** A side that holds in the old way says nowhere; it is where it was. */
  private static RemoteLine placed(RemoteLine said, MediaStream stream, Side side) {
    RemoteLine before = stream.remote(side);
    return said.placeless() && before != null ? said.at(before) : said;
  }

  private MediaStream stream(int index, String kind) {
    if (index == streams.size()) {
      List<MediaStream> longer = new ArrayList<>(streams);
      longer.add(new MediaStream(relay.random(), kind));
      streams = List.copyOf(longer);
    }
    return streams.get(index);
  }

  private MediaLoop loop() {
    if (loop == null) {
      loop = relay.quietestLoop();
    }
    return loop;
  }

  private Result shown(Side to, Rules rules, List<MediaDescription> lines) {
    Connection connection = relay.advertised(rules);
    LocalDescription description = to == Side.A ? shownToA : shownToB;
    return new Result.Sdp(description.show(connection, lines));
  }

  private Result refused(int status, String warning) {
    relay.counters().add(Counter.MEDIA_REFUSED);
    return new Result.Refused(status, warning);
  }
}
