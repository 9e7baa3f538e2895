package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.policy.Refusal;
import java.util.Optional;

/**
 * The way from a device's 2xx to two phones that talk: the recording begins, the answer goes on
 * record, media binds, the device is acknowledged and the caller hears of it, in this order.
 */
final class Answering {
  // immutable
  private final Call call;
  private final CallContext context;
  private final Invitation invitation;
  private final RecordingDuty duty;
  private final Branch winner;
  private final SipResponse ok;

  Answering(Call call, Invitation invitation, RecordingDuty duty, Branch winner, SipResponse ok) {
    this.call = call;
    this.context = call.context();
    this.invitation = invitation;
    this.duty = duty;
    this.winner = winner;
    this.ok = ok;
  }

  void start() {
    duty.begin(this::recordingBegun);
  }

  /** The answer goes on record once the recording is. */
  private void recordingBegun(Optional<String> refused) {
    if (call.state() != Call.State.ANSWERING) {
      return;
    }
    if (refused.isPresent()) {
      context.counters().add(Counter.RECORDING_REFUSED);
      call.end(Outcome.refused(503, refused.get()), null);
      return;
    }
    call.ledger()
        .answered(
            call.admitted().to().toString(),
            ok,
            winner.device.flow(),
            call.media().kinds(),
            this::onRecord);
  }

  private void onRecord(Journal.Receipt receipt) {
    if (call.state() != Call.State.ANSWERING) {
      return;
    }
    if (!duty.mayGoOn(receipt)) {
      call.end(Outcome.refused(503, Refusal.ARCHIVE_UNAVAILABLE.words()), null);
      return;
    }
    MediaSession.Rules rulesB = winner.rules;
    byte[] sdp = ok.body();
    Result result;
    if (invitation.offerless()) {
      result = call.media().offer(Side.B, sdp, rulesB, call.rules(call.leg(Side.A), Side.A));
    } else if (sdp.length == 0 && invitation.earlyAnswer() != null) {
      result = new Result.Sdp(invitation.earlyAnswer());
    } else {
      result = call.media().answer(Side.B, sdp, rulesB);
    }
    if (result instanceof Result.Refused refused) {
      call.end(Outcome.failed(refused.status(), refused.warning()), null);
    } else {
      connect(((Result.Sdp) result).body());
    }
  }

  private void connect(byte[] sdpForA) {
    Leg b = call.newLeg(Side.B, call.admitted().to(), winner.device.flow(), winner.dialog());
    b.learn(ok);
    b.received(ok.body().length == 0 ? invitation.earlyAnswerReceived() : ok.body());
    b.sent(invitation.offerFor(winner));
    Watch watchB = new Watch(call, b, context);
    watchB.timer().agreed(ok);
    context.legs().seat(call, b);
    if (!invitation.offerless()) {
      b.ack(winner.request(), ok, null);
      winner.acknowledgedBy(b);
    }
    SipResponse.Builder accepted = invitation.accepted(sdpForA);
    Leg a = call.leg(Side.A);
    call.watch(a).timer().answer(accepted);
    a.sent(sdpForA);
    duty.watch(call);
    call.connected(b, watchB);
    call.admitted().transaction().respond(accepted.build());
  }

  /** The caller's ACK; it carries the answer where the device's 2xx carried the offer. */
  void acknowledged(SipRequest ack) {
    if (!invitation.offerless()) {
      return;
    }
    Leg a = call.leg(Side.A);
    Leg b = call.leg(Side.B);
    Result result =
        Signals.carriesSdp(ack)
            ? call.media().answer(Side.A, ack.body(), call.rules(a, Side.A))
            : new Result.Refused(488, "The acknowledgement carried no answer");
    if (result instanceof Result.Sdp answer) {
      a.received(ack.body());
      b.sent(answer.body());
      b.ack(winner.request(), ok, answer.body());
      winner.acknowledgedBy(b);
      call.agreed(Side.A);
    } else {
      b.ack(winner.request(), ok, null);
      call.end(Outcome.broken(((Result.Refused) result).warning()), null);
    }
  }

  /** The call ends before the caller has acknowledged: the device's 2xx is not left without ACK. */
  void abandon() {
    if (invitation.offerless()) {
      call.leg(Side.B).ack(winner.request(), ok, null);
    }
  }

  /** The call ends before the caller could hear of the answer. */
  void hangUp() {
    winner.hangUp(winner.dialog(), ok);
  }
}
