package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Group;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.media.Manner.Shape;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.Proposal.Showing;
import io.sallyport.server.path.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An offer being written for one device: in what manner each line, and which share a transport. */
final class Offering {
  private final Proposal proposal;
  private final Party to;
  private final MediaRules media;
  private final Rules toward;
  private final List<Manner> manners = new ArrayList<>();

  Offering(Proposal proposal, Party to, MediaRules media, Rules toward) {
    this.proposal = proposal;
    this.to = to;
    this.media = media;
    this.toward = toward;
  }

  /**
   * The proposal with what this device is shown.
   *
   * @return empty where no port is free
   */
  Optional<Proposal> propose() {
    boolean plain = media.plainAllowed(toward);
    for (int i = 0; i < lines().size(); i++) {
      manners.add(hidden(lines().get(i), toward) ? null : manner(i, plain));
    }
    Bundle bundle = bundle();
    List<Proposal.Line> shown = new ArrayList<>();
    for (int i = 0; i < lines().size(); i++) {
      Proposal.Line line = lines().get(i);
      if (hidden(line, toward)) {
        shown.add(line);
        continue;
      }
      Optional<Transport> transport = transport(i, bundle.holds(i));
      if (transport.isEmpty()) {
        return Optional.empty();
      }
      Shape shape = manners.get(i).shape();
      boolean keyed = shape == Shape.SDES || shape == Shape.EITHER;
      transport.get().offeredTo(toward.signallingAddress());
      List<SdesCrypto> cryptos = keyed ? to.keys(i).offer() : List.of();
      shown.add(
          line.alsoShown(new Showing(manners.get(i), transport.get(), cryptos, bundle.holds(i))));
    }
    return Optional.of(proposal.with(shown));
  }

  /** The description with what {@link #propose} gave. */
  static byte[] write(Proposal proposed, Party offerer, Party to, MediaRules media, Rules toward) {
    Connection connection = media.advertised(toward);
    List<MediaDescription> written = new ArrayList<>();
    List<String> bundled = new ArrayList<>();
    List<Transport> described = new ArrayList<>();
    boolean ice = false;
    for (int place : bundleFirst(proposed.lines(), to)) {
      Proposal.Line line = proposed.lines().get(place);
      if (!hidden(line, toward) && latest(line).bundled()) {
        bundled.add(line.mid());
      }
    }
    String tagged = bundled.isEmpty() ? "" : bundled.get(0);
    for (Proposal.Line line : proposed.lines()) {
      if (!hidden(line, toward) && line.mid().equals(tagged)) {
        described.add(latest(line).transport());
      }
    }
    for (Proposal.Line line : proposed.lines()) {
      boolean dtls = toward.keying() == Keying.DTLS || to.bundles();
      if (hidden(line, toward)) {
        written.add(OurLine.off(line.written(), dtls ? line.mid() : ""));
        continue;
      }
      Showing showing = latest(line);
      ice |= showing.manner().ice();
      boolean named = showing.manner().shape() == Shape.DTLS || showing.bundled();
      OurLine ours =
          new OurLine(
                  line.remote(),
                  line.remote().formats(),
                  showing.manner(),
                  showing.transport(),
                  offerer.names())
              .keys(showing.cryptos())
              .mid(named ? line.mid() : "");
      if (showing.bundled()
          && !line.mid().equals(tagged)
          && described.contains(showing.transport())) {
        ours.inBundle();
      }
      written.add(ours.write(media.within(toward.limits()), connection, false));
    }
    return to.show(connection, sessionAttributes(ice, bundled), written);
  }

  static List<Attribute> sessionAttributes(boolean ice, List<String> bundled) {
    List<Attribute> attributes = new ArrayList<>();
    if (!bundled.isEmpty()) {
      attributes.add(new Group(Group.BUNDLE, bundled).attribute());
    }
    if (ice) {
      attributes.add(Attribute.flag("ice-lite"));
    }
    return attributes;
  }

  /** Whether a line is off, or may not be had by the device. */
  private static boolean hidden(Proposal.Line line, Rules toward) {
    return line.isOff() || !toward.limits().allows(line.written());
  }

  private static Showing latest(Proposal.Line line) {
    return line.showings().get(line.showings().size() - 1);
  }

  private List<Proposal.Line> lines() {
    return proposal.lines();
  }

  /** What was agreed with the side wins over what its devices are offered at first. */
  private Manner manner(int place, boolean plain) {
    PeerLine said = lines().get(place).remote();
    Deal deal = to.seat(place).deal();
    if (deal != null && (plain || deal.manner().shape().proves())) {
      return deal.manner();
    }
    Manner fresh = Manner.offered(said, toward, plain);
    Optional<Manner> dtls =
        to.deals().map(Deal::manner).filter(m -> m.shape() == Shape.DTLS).findFirst();
    boolean sdes = dtls.isEmpty() && to.deals().findAny().isPresent();
    if (sdes && fresh.shape() == Shape.DTLS) {
      return Manner.offered(said, toward.with(Keying.SDES), plain);
    }
    return dtls.orElse(fresh);
  }

  /**
   * The lines to bundle: those whose packets can be told apart, by payload type or by the name that
   * each packet carries. Lines that already share a transport come first, so that theirs is used.
   */
  private Bundle bundle() {
    if (to.keepsApart()) {
      return Bundle.NONE;
    }
    List<Integer> chosen = new ArrayList<>();
    for (int place : bundleFirst(lines(), to)) {
      Manner manner = manners.get(place);
      if (manner != null
          && manner.shape() == Shape.DTLS
          && manner.mux()
          && chosen.stream().allMatch(other -> distinct(place, other))) {
        chosen.add(place);
      }
    }
    return chosen.size() > 1 || to.bundles() ? new Bundle(chosen) : Bundle.NONE;
  }

  private boolean distinct(int one, int other) {
    return distinct(lines().get(one).remote(), lines().get(other).remote());
  }

  /** Whether packets of the two lines can be told apart on one transport. */
  static boolean distinct(PeerLine one, PeerLine other) {
    return Collections.disjoint(one.formats(), other.formats())
        || one.midExtension() > 0 && one.midExtension() == other.midExtension();
  }

  private static List<Integer> bundleFirst(List<Proposal.Line> lines, Party to) {
    List<Integer> places = new ArrayList<>();
    IntStream.range(0, lines.size()).filter(i -> inBundle(to, i)).forEach(places::add);
    IntStream.range(0, lines.size()).filter(i -> !inBundle(to, i)).forEach(places::add);
    return places;
  }

  private static boolean inBundle(Party to, int place) {
    Deal deal = to.seat(place).deal();
    return deal != null && deal.bundled();
  }

  private Optional<Transport> transport(int place, boolean bundled) {
    Deal deal = to.seat(place).deal();
    Shape shape = manners.get(place).shape();
    if (deal != null
        && shape.livesOn(deal.transport())
        && (bundled || !to.usedBesides(place, deal.transport()))) {
      return Optional.of(deal.transport());
    }
    return shape.proves() ? Optional.of(to.onePort(place)) : to.pair(place);
  }
}
