package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.OfferAnswer;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.Setup;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.media.PeerLine.Reading;
import io.sallyport.server.media.Proposal.Showing;
import io.sallyport.server.path.Protection;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.path.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An answer being read against its proposal: what each side agreed to, what the packet paths shall
 * do, and what the offerer will see.
 */
final class Settlement {

  /** A line that both sides want. */
  private record Accepted(
      Proposal.Line line,
      Showing showing,
      PeerLine answer,
      List<String> formats,
      Optional<SdesCrypto> theirs) {}

  // immutable
  private final Proposal proposal;
  private final Party offerer;
  private final Party answerer;
  private final MediaRules media;
  private final Rules rules;

  // owned by: shard
  private final Accepted[] accepted;
  private final Deal[] offererDeals;
  private final Deal[] answererDeals;
  private final List<StreamPlan> plans = new ArrayList<>();
  private Bundle answererBundle = Bundle.NONE;
  private Bundle offererBundle = Bundle.NONE;
  private String why;
  private final Set<Transport> restarted = new HashSet<>();

  Settlement(Proposal proposal, Party offerer, Party answerer, MediaRules media, Rules rules) {
    this.proposal = proposal;
    this.offerer = offerer;
    this.answerer = answerer;
    this.media = media;
    this.rules = rules;
    this.accepted = new Accepted[proposal.lines().size()];
    this.offererDeals = new Deal[accepted.length];
    this.answererDeals = new Deal[accepted.length];
  }

  /** Reads the answer; afterwards it has {@link #failed} or can be committed and written. */
  void read(SessionDescription answer) {
    Bundle said = Bundle.of(answer);
    for (int i = 0; i < accepted.length; i++) {
      Proposal.Line line = proposal.lines().get(i);
      // a line that is missing was refused
      if (!line.isOff() && i < answer.media().size()) {
        accepted[i] = accept(line, i, answer, said);
      }
    }
    answererBundle =
        said.only(
            i -> isAccepted(i) && accepted[i].showing().bundled() && accepted[i].answer().mux());
    refuseWhatCannotBeToldApart();
    answererBundle = answererBundle.only(this::isAccepted);
    offererBundle = proposal.bundle().only(this::isAccepted);
    for (int i = 0; i < accepted.length; i++) {
      if (isAccepted(i)) {
        settle(i);
      }
    }
  }

  /** Whether nothing is left, and that is not what the answerer wanted. */
  boolean failed() {
    return plans.isEmpty() && why != null;
  }

  String why() {
    return why;
  }

  /** Makes it what is agreed. */
  void commit() {
    for (int i = 0; i < accepted.length; i++) {
      offerer.seat(i).agree(offererDeals[i]);
      answerer.seat(i).agree(answererDeals[i]);
    }
  }

  List<StreamPlan> plans() {
    return plans;
  }

  /** Whether silence is expected. */
  boolean held() {
    for (Accepted each : accepted) {
      if (each != null
          && OfferAnswer.answerDirection(
                  each.line().remote().direction(), each.answer().direction())
              == Direction.SENDRECV) {
        return false;
      }
    }
    return true;
  }

  /** The answer for the offerer, in the order of its offer. */
  byte[] write() {
    Connection connection = media.advertised(proposal.fromRules());
    List<MediaDescription> lines = new ArrayList<>();
    boolean ice = false;
    for (int i = 0; i < accepted.length; i++) {
      Proposal.Line line = proposal.lines().get(i);
      String mid = line.written().mid().orElse("");
      if (!isAccepted(i)) {
        lines.add(OurLine.off(line.written(), mid));
        continue;
      }
      ice |= offererDeals[i].manner().ice();
      lines.add(answer(i, mid, connection));
    }
    List<String> bundled =
        offererBundle.lines().stream()
            .map(i -> proposal.lines().get(i).written().mid().orElse(""))
            .toList();
    return offerer.show(connection, Offering.sessionAttributes(ice, bundled), lines);
  }

  private boolean isAccepted(int place) {
    return accepted[place] != null;
  }

  private Accepted accept(Proposal.Line line, int place, SessionDescription answer, Bundle said) {
    boolean plainThere = media.plainAllowed(rules);
    Reading reading = PeerLine.read(answer, place, said, rules, plainThere, media);
    if (reading instanceof Reading.Unusable unusable) {
      return refuse(unusable.why());
    }
    // what its device was not shown it cannot accept, whatever it writes
    if (reading instanceof Reading.Off || !rules.limits().allows(line.written())) {
      return null;
    }
    PeerLine theirs = placed(((Reading.Usable) reading).line(), answerer.seat(place).deal());
    Optional<Showing> seen = seen(line, theirs);
    // ports may have gone back since
    if (seen.isEmpty() || !answerer.holds(seen.get().transport())) {
      return refuse("The answer chose no key that was offered");
    }
    if (!offerer.holds(line.transport())) {
      return null;
    }
    List<String> formats = Codecs.answered(line.remote(), theirs);
    if (formats.isEmpty()) {
      return refuse("The answer chose no codec that was offered");
    }
    return new Accepted(line, seen.get(), theirs, formats, chosen(seen.get(), theirs));
  }

  private Accepted refuse(String reason) {
    why = why == null ? reason : why;
    return null;
  }

  /** The showing of the line that was answered: by its keys, and of those by its profile. */
  private static Optional<Showing> seen(Proposal.Line line, PeerLine answer) {
    List<Showing> fitting = line.showings().stream().filter(s -> fits(s, answer)).toList();
    return fitting.stream()
        .filter(s -> s.manner().proto().equalsIgnoreCase(answer.line().proto()))
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }

  private static boolean fits(Showing showing, PeerLine answer) {
    return switch (showing.manner().shape()) {
      case DTLS -> answer.isDtls();
      case SDES -> takenAsDtls(answer) || chosen(showing, answer).isPresent();
      case EITHER ->
          !answer.isDtls() && (answer.cryptos().isEmpty() || chosen(showing, answer).isPresent());
      case PLAIN -> !answer.isDtls() && answer.cryptos().isEmpty();
    };
  }

  /** Whether an answer passed our keys over, and took the fingerprint beside them. */
  private static boolean takenAsDtls(PeerLine answer) {
    return answer.isDtls() && !answer.line().isDtls();
  }

  /**
   * The answerer's key: of the suite that was offered, whatever its tag, because some phones count
   * tags anew.
   */
  private static Optional<SdesCrypto> chosen(Showing showing, PeerLine answer) {
    return answer.cryptos().stream()
        .filter(key -> showing.cryptos().stream().anyMatch(ours -> ours.suite() == key.suite()))
        .findFirst();
  }

  /**
   * Lines outside the bundle need a transport of their own, and those inside need packets that say
   * to which they belong (RFC 9143 sections 7.3.2 and 9.2).
   */
  private void refuseWhatCannotBeToldApart() {
    Set<Transport> used = new HashSet<>();
    List<PeerLine> inside = new ArrayList<>();
    for (int place : answererBundle.lines()) {
      PeerLine answer = accepted[place].answer();
      if (inside.stream().allMatch(other -> Offering.distinct(other, answer))) {
        inside.add(answer);
        used.add(accepted[answererBundle.tagged()].showing().transport());
      } else {
        accepted[place] = refuse("The answer bundles lines that cannot be told apart");
      }
    }
    for (int i = 0; i < accepted.length; i++) {
      if (isAccepted(i)
          && !answererBundle.holds(i)
          && !used.add(accepted[i].showing().transport())) {
        accepted[i] = refuse("The answer takes a line out of its bundle");
      }
    }
  }

  private void settle(int place) {
    Accepted line = accepted[place];
    boolean sharedB = answererBundle.holds(place);
    Accepted taggedB = sharedB ? accepted[answererBundle.tagged()] : line;
    Showing showing = taggedB.showing();
    PeerLine answer = taggedB.answer();
    Manner mannerB =
        new Manner(
            answer.isDtls() ? Manner.Shape.DTLS : showing.manner().shape(),
            showing.manner().proto(),
            showing.manner().ice() && answer.ice().isPresent(),
            showing.manner().mux() && answer.mux());
    Optional<SdesCrypto> oursB = taggedB.theirs().map(key -> answerer.keys(place).key(key.suite()));
    boolean activeB = answer.setup().orElse(Setup.PASSIVE) == Setup.PASSIVE;
    answererDeals[place] =
        new Deal(
            line.answer(),
            showing.transport(),
            TransportPlans.of(
                answer,
                showing.transport(),
                mannerB,
                TransportPlans.protection(answer, taggedB.theirs(), oursB, activeB)),
            // what it was offered it will be offered again, whatever it left out
            line.showing().manner(),
            sharedB);

    int speaker = offererBundle.holds(place) ? offererBundle.tagged() : place;
    PeerLine offered = accepted[speaker].line().remote();
    Transport transport = line.line().transport();
    followRestart(offered, transport);
    Manner mannerA = offererManner(offered, line.line().written().proto(), transport);
    Optional<SdesCrypto> theirs = offered.cryptos().stream().findFirst();
    Optional<SdesCrypto> oursA = theirs.map(key -> offerer.keys(place).key(key.suite()));
    Protection protection =
        TransportPlans.protection(offered, theirs, oursA, active(offered, transport));
    offererDeals[place] =
        new Deal(
            line.line().remote(),
            transport,
            TransportPlans.of(offered, transport, mannerA, protection),
            mannerA,
            offererBundle.holds(place));
    plans.add(plan(place));
  }

  /** Other credentials than before on the same transport: the offerer starts ICE again. */
  private void followRestart(PeerLine offered, Transport transport) {
    boolean again =
        offerer
            .deals()
            .filter(deal -> deal.transport() == transport)
            .anyMatch(deal -> deal.plan().ice().filter(was -> differ(was, offered)).isPresent());
    if (again && restarted.add(transport)) {
      transport.restartIce();
    }
  }

  private static boolean differ(IceCredentials was, PeerLine now) {
    return now.ice()
        .filter(
            said ->
                !said.fragment().equals(was.remoteFragment())
                    || !said.password().equals(was.remotePassword()))
        .isPresent();
  }

  private StreamPlan plan(int place) {
    Accepted line = accepted[place];
    PeerLine offered = line.line().remote();
    Map<Integer, Integer> rates = Codecs.clockRates(offered, line.answer(), line.formats());
    StreamPlan.End theOfferer = end(offererDeals[place], line.line().written().mid(), rates);
    StreamPlan.End theAnswerer = end(answererDeals[place], Optional.of(line.line().mid()), rates);
    boolean fromA = proposal.from() == Side.A;
    return new StreamPlan(
        place,
        offered.line().kind(),
        Codecs.preferred(offered, line.answer(), line.formats()),
        rates,
        Codecs.formats(offered, line.answer(), line.formats()),
        rules.limits().cap(proposal.fromRules().limits().cap(media.bitsPerSecond())),
        fromA ? theOfferer : theAnswerer,
        fromA ? theAnswerer : theOfferer);
  }

  private static StreamPlan.End end(Deal deal, Optional<String> mid, Map<Integer, Integer> rates) {
    return new StreamPlan.End(
        deal.transport(),
        deal.plan(),
        deal.bundled() ? mid.orElse("") : "",
        deal.bundled() ? deal.remote().midExtension() : 0,
        Set.copyOf(rates.keySet()));
  }

  private MediaDescription answer(int place, String mid, Connection connection) {
    Accepted line = accepted[place];
    Deal deal = offererDeals[place];
    PeerLine offered = line.line().remote();
    OurLine ours =
        new OurLine(
                line.answer(), line.formats(), deal.manner(), deal.transport(), answerer.names())
            .answering(
                offered,
                OfferAnswer.answerDirection(offered.direction(), line.answer().direction()))
            // the answer repeats the tag of the line that it accepts
            .keys(
                offered.cryptos().stream()
                    .limit(1)
                    .map(key -> offerer.keys(place).key(key.suite()).withTag(key.tag()))
                    .toList())
            .setup(deal.active() ? Setup.ACTIVE : Setup.PASSIVE)
            .mid(mid);
    if (deal.bundled() && place != offererBundle.tagged()) {
      ours.inBundle();
    }
    return ours.write(media.within(proposal.fromRules().limits()), connection, needsMid(place));
  }

  /**
   * Whether only the extension that names the line tells the offerer's packets of this line from
   * those of another in its bundle. Where payload types do, it is left to the two sides: a browser
   * that agreed to it throws away what comes without it, and most phones send none.
   */
  private boolean needsMid(int place) {
    Deal deal = offererDeals[place];
    return deal.bundled()
        && deal.remote().midExtension() > 0
        && IntStream.range(0, offererDeals.length)
            .filter(other -> other != place && offererDeals[other] != null)
            .filter(other -> offererDeals[other].bundled())
            .anyMatch(
                other ->
                    !Collections.disjoint(
                        deal.remote().formats(), offererDeals[other].remote().formats()));
  }

  private static Manner offererManner(PeerLine offered, String proto, Transport transport) {
    // a check does not say which of two ports it is for, so ICE needs RTP and RTCP on one
    boolean ice = offered.ice().isPresent() && offered.mux() && transport.onePort();
    return new Manner(offered.shape(), proto, ice, offered.mux());
  }

  /**
   * Whether we open the DTLS connection to the offerer: where it will not. An association that
   * stands keeps its roles (RFC 8842 section 5.3).
   */
  private boolean active(PeerLine offered, Transport transport) {
    Setup said = offered.setup().orElse(Setup.ACTIVE);
    if (said != Setup.ACTPASS) {
      return said == Setup.PASSIVE;
    }
    return offerer
        .deals()
        .filter(deal -> deal.transport() == transport && deal.knows(offered))
        .findFirst()
        .map(Deal::active)
        .orElse(false);
  }

  /** A side that holds in the old way says nowhere; it is where it was. */
  static PeerLine placed(PeerLine said, Deal before) {
    return said.placeless() && before != null ? said.at(before.remote()) : said;
  }
}
