package io.sallyport.server.media;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.SessionDescription.Parsed;
import io.sallyport.server.media.PeerLine.Reading;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Transport;
import io.sallyport.server.prompt.LiveMix;
import io.sallyport.server.prompt.Phrase;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The media of one call: reads and writes its descriptions on the call's shard, and binds its
 * packet paths to what was agreed.
 */
final class Negotiation implements MediaSession {
  /** Streams that a call may have at a time. */
  private static final int MAX_STREAMS = 4;

  // immutable
  private final PathSession paths;
  private final MediaRules media;
  private final Counters counters;
  private final Party partyA;
  private final Party partyB;

  // owned by: shard
  private final List<String> kinds = new ArrayList<>();
  private final List<String> mids = new ArrayList<>();
  private Proposal proposal;
  private boolean answered;
  private Proposal previous;
  private boolean closed;

  Negotiation(PathSession paths, MediaRules media, Counters counters, SecureRandom random) {
    this.paths = paths;
    this.media = media;
    this.counters = counters;
    this.partyA = new Party(paths, random);
    this.partyB = new Party(paths, random);
  }

  @Override
  public void tell(Recording recording) {
    partyA.tell(recording);
    partyB.tell(recording);
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
    return offer(from, ((Parsed.Valid) parsed).description(), fromRules, toward);
  }

  @Override
  public Result reoffer(Side from, byte[] sdp, Rules fromRules, Rules toward) {
    if (closed || !(SessionDescription.parse(sdp) instanceof Parsed.Valid valid)) {
      return refused(488, "Nothing was said that could be offered");
    }
    rollback();
    SessionDescription said = valid.description();
    List<MediaDescription> running = new ArrayList<>();
    for (int i = 0; i < said.media().size(); i++) {
      boolean on = i < kinds.size() && inUse(i);
      running.add(on ? said.media().get(i) : said.media().get(i).disabled());
    }
    return offer(from, said.with(running), fromRules, toward);
  }

  private Result offer(Side from, SessionDescription description, Rules fromRules, Rules toward) {
    for (int i = description.media().size(); i < kinds.size(); i++) {
      if (inUse(i)) {
        return refused(488, "The offer has fewer media lines than the one before");
      }
    }
    partyA.sweep();
    partyB.sweep();
    List<Reading> readings = read(from, description, fromRules);
    if (readings.stream().noneMatch(Reading.Usable.class::isInstance)) {
      return refused(488, why(readings));
    }
    name(description);
    Optional<Proposal> proposed = propose(from, description, fromRules, readings);
    Result shown = proposed.map(made -> show(made, toward)).orElseGet(this::portsGone);
    if (shown instanceof Result.Refused) {
      partyA.sweep();
      partyB.sweep();
    }
    return shown;
  }

  @Override
  public Result offerAlso(Rules toward) {
    return offerPending() ? show(proposal, toward) : refused(488, "No offer is waiting");
  }

  @Override
  public Result answer(Side from, byte[] sdp, Rules fromRules) {
    if (closed || proposal == null || proposal.from() == from) {
      return refused(488, "No offer is waiting for this answer");
    }
    Parsed parsed = SessionDescription.parse(sdp);
    if (parsed instanceof Parsed.Invalid invalid) {
      return refused(400, "The session description cannot be read: " + invalid.fault().words());
    }
    Settlement settlement =
        new Settlement(proposal, party(from.other()), party(from), media, fromRules);
    settlement.read(((Parsed.Valid) parsed).description());
    if (settlement.failed()) {
      return refused(488, settlement.why());
    }
    settlement.commit();
    answered = true;
    paths.bind(settlement.plans(), settlement.held());
    return new Result.Sdp(settlement.write());
  }

  @Override
  public void rollback() {
    if (offerPending()) {
      // the last answered offer may be answered again: a 200 repeats what a 183 said
      proposal = previous;
      answered = previous != null;
      partyA.sweep();
      partyB.sweep();
    }
  }

  @Override
  public boolean offerPending() {
    return proposal != null && !answered;
  }

  @Override
  public List<String> kinds() {
    LinkedHashSet<String> now = new LinkedHashSet<>();
    for (int i = 0; i < kinds.size(); i++) {
      boolean offered =
          offerPending() && i < proposal.lines().size() && !proposal.lines().get(i).isOff();
      if (offered || inUse(i)) {
        now.add(kinds.get(i));
      }
    }
    return List.copyOf(now);
  }

  @Override
  public Pictures pictures() {
    boolean video = false;
    boolean screen = false;
    for (int i = 0; i < kinds.size(); i++) {
      if (inUse(i) && kinds.get(i).equals("video")) {
        boolean slides =
            partyA.seat(i).deal().remote().line().showsSlides()
                || partyB.seat(i).deal().remote().line().showsSlides();
        screen |= slides;
        video |= !slides;
      }
    }
    return new Pictures(video, screen);
  }

  @Override
  public String summary() {
    StringJoiner words = new StringJoiner(", ");
    for (int i = 0; i < kinds.size(); i++) {
      Deal a = partyA.seat(i).deal();
      Deal b = partyB.seat(i).deal();
      words.add(
          kinds.get(i)
              + " "
              + (a == null || b == null
                  ? "off"
                  : a.remote().direction().and(b.remote().direction().reversed()).attribute()));
    }
    return words.toString();
  }

  @Override
  public Report report() {
    return new Report(
        paths.report().streams().stream()
            .flatMap(s -> Stream.of(figures(s, Side.A, s.a()), figures(s, Side.B, s.b())))
            .toList());
  }

  @Override
  public List<List<MediaTap>> capture(int capacity) {
    return paths.report().streams().stream()
        .flatMap(
            stream ->
                Stream.of(
                    paths.capture(stream.index(), true, capacity),
                    paths.capture(stream.index(), false, capacity)))
        .toList();
  }

  @Override
  public void endCapture() {
    paths.endCapture();
  }

  @Override
  public void holdBack(boolean held) {
    paths.holdBack(held);
  }

  @Override
  public void digits(Side from, IntConsumer listener) {
    paths.digits(from == Side.A, listener);
  }

  @Override
  public List<PayloadFormat> voice() {
    return paths.voice();
  }

  @Override
  public boolean say(Side to, Phrase phrase, Phrase.Ending ending) {
    return paths.play(to == Side.A, phrase.sound(ending));
  }

  @Override
  public boolean hear(Side to, LiveMix mix) {
    return paths.play(to == Side.A, mix);
  }

  @Override
  public List<LiveMix.Source> listen(int capacity) {
    return paths.listen(capacity).stream()
        .map(tap -> new LiveMix.Source(tap, paths.voice()))
        .toList();
  }

  @Override
  public void endListening() {
    paths.endListening();
  }

  @Override
  public void stopPlaying(Side to) {
    paths.stopPlaying(to == Side.A);
  }

  @Override
  public void mute(Side from, String kind, boolean muted) {
    paths.mute(kind, from == Side.A, muted);
  }

  @Override
  public Map<String, Object> steps() {
    return paths.steps();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      proposal = null;
      previous = null;
      paths.close();
    }
  }

  private List<Reading> read(Side from, SessionDescription description, Rules rules) {
    Bundle bundle = Bundle.of(description);
    boolean plain = media.plainAllowed(rules);
    List<Reading> readings = new ArrayList<>();
    int usable = 0;
    for (int i = 0; i < description.media().size(); i++) {
      Reading reading = PeerLine.read(description, i, bundle, rules, plain, media);
      boolean sameKind = !inUse(i) || kinds.get(i).equals(description.media().get(i).kind());
      if (reading instanceof Reading.Usable use) {
        boolean room = sameKind && usable < MAX_STREAMS;
        reading =
            room
                ? allowed(Settlement.placed(use.line(), party(from).seat(i).deal()), rules)
                : new Reading.Unusable("A call has at most " + MAX_STREAMS + " streams");
        usable += reading instanceof Reading.Usable ? 1 : 0;
      }
      readings.add(reading);
    }
    return readings;
  }

  private Reading allowed(PeerLine line, Rules rules) {
    List<String> formats = Codecs.passing(line.line(), line.formats(), media.codecs());
    formats = Codecs.passing(line.line(), formats, rules.limits().codecs());
    return formats.isEmpty()
        ? new Reading.Unusable(Codecs.whyNone(line.line(), line.formats()))
        : new Reading.Usable(line.only(formats));
  }

  private static String why(List<Reading> readings) {
    return readings.stream()
        .filter(Reading.Unusable.class::isInstance)
        .map(reading -> ((Reading.Unusable) reading).why())
        .findFirst()
        .orElse("No audio or video is offered");
  }

  /** Notes what each line is, and gives it the name that both sides know it by. */
  private void name(SessionDescription description) {
    for (int i = 0; i < description.media().size(); i++) {
      MediaDescription line = description.media().get(i);
      if (i == kinds.size()) {
        kinds.add(line.kind());
        mids.add("");
      }
      kinds.set(i, inUse(i) ? kinds.get(i) : line.kind());
      String said = line.mid().filter(mid -> mid.matches("[0-9A-Za-z_-]{1,16}")).orElse("");
      if (!said.isEmpty() && !mids.subList(0, i).contains(said)) {
        mids.set(i, said);
      }
    }
    for (int i = 0; i < mids.size(); i++) {
      for (int n = i; mids.get(i).isEmpty() || mids.indexOf(mids.get(i)) < i; n++) {
        mids.set(i, Integer.toString(n));
      }
    }
  }

  private Optional<Proposal> propose(
      Side from, SessionDescription description, Rules fromRules, List<Reading> readings) {
    Bundle bundle = accepted(Bundle.of(description), readings);
    List<Proposal.Line> lines = new ArrayList<>();
    for (int i = 0; i < readings.size(); i++) {
      MediaDescription written = description.media().get(i);
      PeerLine remote = readings.get(i) instanceof Reading.Usable use ? use.line() : null;
      if (remote != null && written.isDisabled() && !bundle.holds(i)) {
        // it lives in the bundle alone, and that it cannot join
        remote = null;
      }
      Optional<Transport> transport =
          remote == null ? Optional.empty() : transport(party(from), i, remote, bundle);
      if (remote != null && transport.isEmpty()) {
        return Optional.empty();
      }
      lines.add(new Proposal.Line(written, remote, transport.orElse(null), mids.get(i), List.of()));
    }
    return Optional.of(new Proposal(from, fromRules, bundle, lines));
  }

  /** The lines that we would leave in the offerer's bundle: on DTLS, one port, and told apart. */
  private static Bundle accepted(Bundle offered, List<Reading> readings) {
    List<PeerLine> inside = new ArrayList<>();
    return offered.only(
        i -> {
          PeerLine line = readings.get(i) instanceof Reading.Usable use ? use.line() : null;
          boolean joins =
              line != null
                  && line.isDtls()
                  && line.mux()
                  && inside.stream().allMatch(other -> Offering.distinct(other, line));
          return joins && inside.add(line);
        });
  }

  /** What we answer the offerer with: where it was, if that still fits. */
  private static Optional<Transport> transport(
      Party party, int place, PeerLine remote, Bundle bundle) {
    if (bundle.holds(place)) {
      Optional<Transport> shared =
          bundle.lines().stream()
              .map(i -> party.seat(i).deal())
              .filter(deal -> deal != null && deal.transport().onePort())
              .map(Deal::transport)
              .findFirst();
      return shared.or(() -> Optional.of(party.onePort(bundle.tagged())));
    }
    Deal deal = party.seat(place).deal();
    if (deal != null
        && remote.shape().livesOn(deal.transport())
        && !party.usedBesides(place, deal.transport())) {
      return Optional.of(deal.transport());
    }
    return remote.shape().proves() ? Optional.of(party.onePort(place)) : party.pair(place);
  }

  private Result show(Proposal made, Rules toward) {
    Party offerer = party(made.from());
    Party other = party(made.from().other());
    Optional<Proposal> shown = new Offering(made, other, media, toward).propose();
    if (shown.isEmpty()) {
      return portsGone();
    }
    if (proposal != made) {
      previous = proposal;
      answered = false;
    }
    proposal = shown.get();
    return new Result.Sdp(Offering.write(proposal, offerer, other, media, toward));
  }

  private boolean inUse(int place) {
    return partyA.seat(place).deal() != null;
  }

  private Party party(Side side) {
    return side == Side.A ? partyA : partyB;
  }

  private static StreamReport figures(PathReport.Stream stream, Side side, PathReport.Sent sent) {
    return new StreamReport(
        stream.kind(),
        side,
        stream.codec(),
        sent.protection(),
        sent.packets(),
        sent.bytes(),
        sent.dropped(),
        sent.elsewhere(),
        sent.sources().stream().map(s -> new Source(s.address(), s.since(), s.proof())).toList(),
        sent.quality().stream()
            .map(
                q ->
                    new Sample(
                        q.at(), q.lossPercent(), q.jitterMillis(), q.roundTripMillis(), q.mos()))
            .toList());
  }

  private Result portsGone() {
    counters.add(Counter.MEDIA_PORTS_EXHAUSTED);
    return new Result.Refused(503, "No media port is free");
  }

  private Result refused(int status, String warning) {
    counters.add(Counter.MEDIA_REFUSED);
    return new Result.Refused(status, warning);
  }
}
