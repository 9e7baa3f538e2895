package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.CallConsent;
import io.sallyport.server.archive.CallNotice;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Addresses;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.observe.SipLadder;
import io.sallyport.server.prompt.Prompt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Writes one call's records, in the order in which things happened to it. */
final class Ledger {
  // immutable
  private final String call;
  private final Journal journal;
  private final InstantSource clock;
  private final Loop loop;
  private final Ladders ladders;

  // owned by: shard
  private SipLadder ladder;
  private Instant answeredAt;
  private String caller = "";
  private String callee = "";

  Ledger(String call, CallContext context) {
    this.call = call;
    this.journal = context.journal();
    this.clock = context.clock();
    this.loop = context.loop();
    this.ladders = context.ladders();
  }

  void started(
      Admitted admitted, Clearance clearance, List<String> kinds, Consumer<Journal.Receipt> done) {
    ladder = ladders.begin(admitted.transaction());
    caller = admitted.from().toString();
    callee = admitted.to().toString();
    Party party =
        party(caller, Addresses.display(admitted.request()), admitted.request(), admitted.flow());
    journal.append(
        new ArchiveRecord.CallStarted(
            call, clock.instant(), party, callee, kinds, clearance.rule(), clearance.ruleset()),
        loop,
        done);
  }

  void answered(
      String by, SipMessage ok, Flow flow, List<String> kinds, Consumer<Journal.Receipt> done) {
    answeredAt = clock.instant();
    callee = by;
    journal.append(
        new ArchiveRecord.CallAnswered(call, answeredAt, party(by, "", ok, flow), kinds),
        loop,
        done);
  }

  /** The call goes on under another Call-ID besides. */
  void goesOn(SipRequest invite) {
    ladder.follow(invite.callId());
  }

  void changed(String by, String what) {
    journal.append(new ArchiveRecord.CallChanged(call, clock.instant(), by, what));
  }

  /** What the server said to a party, from then until now. */
  void notice(String to, Prompt prompt, boolean whole, long millis, String by, String reason) {
    Instant now = clock.instant();
    journal.append(
        new CallNotice(
            call,
            now,
            to,
            prompt.name(),
            prompt.language(),
            prompt.sha256(),
            now.minusMillis(millis),
            now,
            whole ? "whole" : millis > 0 ? "cut short" : "not heard",
            by,
            reason));
  }

  /** What a party answered when it was asked whether the call may be recorded. */
  void consent(
      String by, String outcome, String digit, String language, Consumer<Journal.Receipt> done) {
    journal.append(
        new CallConsent(call, clock.instant(), by, outcome, digit, language), loop, done);
  }

  /** The call is one of those that somebody shall look at. */
  void sampled(Clearance clearance) {
    journal.append(
        new ArchiveRecord.ReviewSampled(
            call,
            clock.instant(),
            clearance.rule(),
            clearance.ruleset(),
            clearance.obligations().reviewPercent()));
  }

  /** Somebody acts on the running call; done once that is on record. */
  void controlled(LiveCalls.Act act, String action, String side, Consumer<Journal.Receipt> done) {
    journal.append(
        new ArchiveRecord.CallControlled(
            call, clock.instant(), act.by(), action, side, act.reason()),
        loop,
        done);
  }

  void ended(Outcome outcome, MediaSession.Report report) {
    Instant now = clock.instant();
    boolean talked = outcome.name().equals("answered") && answeredAt != null;
    List<ArchiveRecord.CallEnded.Media> media =
        report.streams().stream()
            .map(
                s ->
                    new ArchiveRecord.CallEnded.Media(
                        s.kind(),
                        s.from() == MediaSession.Side.A ? caller : callee,
                        s.codec(),
                        s.protection(),
                        s.packets(),
                        s.bytes(),
                        s.dropped(),
                        s.elsewhere(),
                        s.sources().stream().map(Ledger::source).toList(),
                        s.quality().stream().map(Ledger::quality).toList()))
            .toList();
    journal.append(
        new ArchiveRecord.CallEnded(
            call,
            now,
            outcome.name(),
            outcome.status(),
            outcome.endedBy(),
            outcome.reason(),
            talked ? Math.max(0, now.toEpochMilli() - answeredAt.toEpochMilli()) : 0,
            media));
    ladders.ended(ladder, call, caller, callee);
  }

  private static ArchiveRecord.CallEnded.Source source(MediaSession.Source source) {
    return new ArchiveRecord.CallEnded.Source(source.address(), source.since(), source.proof());
  }

  private static ArchiveRecord.CallEnded.Quality quality(MediaSession.Sample sample) {
    return new ArchiveRecord.CallEnded.Quality(
        sample.at(),
        sample.lossPercent(),
        sample.jitterMillis(),
        sample.roundTripMillis(),
        sample.mos());
  }

  private static Party party(String address, String display, SipMessage message, Flow flow) {
    return new Party(
        address,
        display,
        Addresses.device(message),
        flow.transport() + " " + flow.remote().getAddress().getHostAddress());
  }
}
