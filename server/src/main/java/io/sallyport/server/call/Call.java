package io.sallyport.server.call;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ServerTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: a back-to-back user agent between the caller's leg A and the callee's leg B, each a
 * dialog of its own.
 *
 * <p>Media binds, B is acknowledged and A hears 200 only after {@code call.answered} is durable.
 * Owned by the shard of leg A's Call-ID; the ids of leg B carry the same shard.
 */
final class Call implements Forking.Callee {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  enum State {
    /** Ringing, or about to. */
    OFFERED,
    /** A device answered; its record is on the way to disk. */
    ANSWERING,
    /** The caller has been told; its ACK is awaited. */
    CONNECTED,
    ACTIVE,
    ENDED
  }

  // immutable
  private final String id;
  private final CallContext context;
  private final Admitted admitted;
  private final ServerTransaction invite;
  private final Consumer<Call> onEnd;
  private final RecordingDuty duty;
  private final MediaSession media;
  private final Ledger ledger;
  private final Invitation invitation;
  private final Consent consent;
  private final Forking forking = new Forking(this);
  private final Leg a;
  private final Watch watchA;

  // owned by: shard
  private State state = State.OFFERED;
  private Leg b;
  private Watch watchB;
  private Branch winner;
  private SipResponse winnerOk;
  private Loop.Timer ringing = () -> {};
  private Renegotiation renegotiation;

  Call(CallContext context, Admitted admitted, Consumer<Call> onEnd) {
    this.context = context;
    this.admitted = admitted;
    this.invite = admitted.transaction();
    this.onEnd = onEnd;
    this.id = context.ids().mint(context.shard());
    Notice notice = Consent.notice(context, admitted);
    this.duty = new RecordingDuty(id, context, admitted, Consent.asks(notice));
    this.media = context.media().open(id, new Heard(this, context, admitted));
    this.ledger = new Ledger(id, context.journal(), context.clock(), context.loop());
    this.invitation = new Invitation(context, admitted, media);
    this.consent = new Consent(this, notice, duty);
    String contact = Signals.contact(context.sip(), invite.flow(), admitted.to().user());
    Dialog dialog = Dialog.uas(invite.request(), invite.localTag(), contact);
    this.a = leg(Side.A, admitted.from(), invite.flow(), dialog);
    this.watchA = new Watch(this, a, context);
  }

  /**
   * Puts the call on record, then rings the callee's devices; an empty list ends the call with the
   * given refusal.
   */
  void start(List<Binding> devices, Refusal ifNone) {
    SipRequest request = invite.request();
    a.learn(request);
    a.received(request.body());
    watchA.timer().requested(request);
    context.legs().seat(this, a);
    context.legs().waiting(invite, this);
    invite.respond(SipResponse.to(request, 100, "").build());
    context.counters().add(Counter.CALLS_STARTED);
    Optional<Result.Refused> refused =
        invitation.offer(devices.stream().map(this::rules).toList(), a.rules());
    ledger.started(admitted, media.kinds(), receipt -> startedOnRecord(receipt, devices));
    if (devices.isEmpty()) {
      String name = ifNone == Refusal.NO_SUCH_USER ? "not-found" : "offline";
      end(new Outcome(name, ifNone.status(), Outcome.SERVER, ifNone.words()), null);
      return;
    }
    refused.ifPresent(why -> end(Outcome.failed(why.status(), why.warning()), null));
  }

  @Override
  public void ringing(Branch branch, SipResponse provisional, boolean alone) {
    if (state == State.OFFERED) {
      context.keyings().learn(branch.device, branch.rules.keying());
      invitation.ringing(provisional, alone, branch.rules);
    }
  }

  @Override
  public void answered(Branch branch, SipResponse ok) {
    state = State.ANSWERING;
    ringing.cancel();
    winner = branch;
    winnerOk = ok;
    duty.begin(this::recordingBegun);
  }

  /** The answer goes on record once the recording is. */
  private void recordingBegun(Optional<String> refused) {
    if (state != State.ANSWERING) {
      return;
    }
    if (refused.isPresent()) {
      context.counters().add(Counter.RECORDING_REFUSED);
      end(Outcome.refused(503, refused.get()), null);
      return;
    }
    ledger.answered(
        admitted.to().toString(),
        winnerOk,
        winner.device.flow(),
        media.kinds(),
        this::answeredOnRecord);
  }

  /**
   * A phone that refuses SRTP keys in SDP may want them by DTLS, or the other way round (RFC 5763):
   * nothing but its refusal tells.
   */
  @Override
  public Optional<Branch> another(Branch refused, SipResponse refusal) {
    int status = refusal.status();
    boolean ofMedia = status == 488 || status == 606 || status == 415 || status == 406;
    boolean secure = refused.rules.requireSrtp() || refused.rules.preferSrtp();
    if (!ofMedia || !secure || refused.isSecondTry() || invitation.offerless()) {
      return Optional.empty();
    }
    MediaSession.Rules other = refused.rules.with(refused.rules.keying().other());
    return invitation.offer(List.of(other), a.rules()).isPresent()
        ? Optional.empty()
        : Optional.of(refused.again(other));
  }

  @Override
  public void exhausted(SipResponse best) {
    int status = best.status();
    // A callee's challenge, redirection or breakdown says nothing that the caller may or could act
    // on.
    boolean opaque =
        status < 400 || status == 401 || status == 407 || status == 408 || status == 503;
    end(Outcome.ofAnswer(opaque ? 480 : status, admitted.to().toString()), null);
  }

  /** The caller gave up before the final answer. */
  void cancelled(SipRequest cancel) {
    end(Outcome.cancelled(admitted.from().toString()), null);
  }

  /** An ACK for a 2xx of ours, on either leg. */
  void acknowledged(Leg leg, SipRequest ack) {
    if (leg == a && state == State.CONNECTED) {
      state = State.ACTIVE;
      if (invitation.offerless()) {
        answerFromAck(ack);
      }
    } else if (renegotiation != null) {
      renegotiation.acknowledged(leg, ack);
    }
  }

  /** No ACK came for a 2xx: that phone is gone (RFC 3261 section 13.3.1.4). */
  void unacknowledged(Leg leg) {
    end(Outcome.broken("No acknowledgement from the phone"), null);
  }

  /** A request inside one leg's dialog, in order and from its party. */
  void request(Leg leg, ServerTransaction transaction) {
    SipRequest request = transaction.request();
    switch (request.method()) {
      case SipRequest.BYE -> {
        transaction.respond(SipResponse.to(request, 200, transaction.localTag()).build());
        String by = leg.address.toString();
        end(talking() ? Outcome.hungUp(by) : Outcome.cancelled(by), leg);
      }
      case SipRequest.INVITE, SipRequest.UPDATE -> renegotiate(leg, transaction);
      case SipRequest.INFO -> {
        if (consent.takes(leg, request)) {
          transaction.respond(SipResponse.to(request, 200, transaction.localTag()).build());
        } else if (state == State.ACTIVE) {
          new InfoRelay(transaction).to(other(leg));
        } else {
          refuse(transaction, Refusal.REQUEST_PENDING);
        }
      }
      case SipRequest.OPTIONS -> transaction.respond(respond(leg, transaction, 200).build());
      case SipRequest.PRACK, SipRequest.NOTIFY -> refuse(transaction, Refusal.NO_DIALOG);
      case SipRequest.REFER -> refuse(transaction, Refusal.NOT_IMPLEMENTED);
      case SipRequest.SUBSCRIBE -> refuse(transaction, Refusal.NO_SUCH_EVENT);
      default -> refuse(transaction, Refusal.METHOD_NOT_ALLOWED);
    }
  }

  /** The connection to a leg is gone; its phone has a moment to come back. */
  void flowLost(Leg leg) {
    if (state == State.OFFERED || state == State.ANSWERING) {
      end(Outcome.cancelled(leg.address.toString()), leg);
    } else if (state != State.ENDED) {
      Flow lost = leg.flow();
      context
          .loop()
          .schedule(
              context.settings().flowGrace(),
              () -> {
                if (leg.flow() == lost) {
                  end(Outcome.broken("Connection to the phone lost"), leg);
                }
              });
    }
  }

  /** The server stops: both phones are told. */
  void stop() {
    String words = "Server is stopping";
    end(talking() ? Outcome.broken(words) : Outcome.refused(503, words), null);
  }

  /** Whether both phones are in it. */
  boolean talking() {
    return state == State.CONNECTED || state == State.ACTIVE;
  }

  /** Whether its parties are still being told or asked, and do not hear each other. */
  boolean asking() {
    return consent.asking();
  }

  boolean isParty(Address address) {
    return a.address.equals(address) || b != null && b.address.equals(address);
  }

  State state() {
    return state;
  }

  Leg leg(Side side) {
    return side == Side.A ? a : b;
  }

  Leg other(Leg leg) {
    return leg == a ? b : a;
  }

  Watch watch(Leg leg) {
    return leg == a ? watchA : watchB;
  }

  String id() {
    return id;
  }

  MediaSession media() {
    return media;
  }

  Ledger ledger() {
    return ledger;
  }

  CallContext context() {
    return context;
  }

  /** A response inside a leg's dialog with our Contact for it. */
  SipResponse.Builder respond(Leg leg, ServerTransaction transaction, int status) {
    return Signals.response(context.sip(), transaction, status, other(leg).address.user());
  }

  void refuse(ServerTransaction transaction, Refusal refusal) {
    transaction.respond(Refusals.response(transaction, refusal).build());
  }

  /** Whether nobody is changing this call just now; the watches wait for that. */
  boolean settled() {
    return state == State.ACTIVE && renegotiation == null;
  }

  void renegotiated() {
    renegotiation = null;
  }

  /** The re-INVITE that is being cancelled, if it is one. */
  void cancelRenegotiation(ServerTransaction transaction) {
    if (renegotiation != null) {
      renegotiation.cancelled(transaction);
    }
  }

  /**
   * Ends the call on every side that has not left by itself.
   *
   * @param leaving the leg whose phone hung up or is gone, or null
   */
  void end(Outcome outcome, Leg leaving) {
    if (state == State.ENDED) {
      return;
    }
    final State before = state;
    state = State.ENDED;
    ringing.cancel();
    watchA.stop();
    consent.stop();
    List<Header> why =
        outcome.reason().isEmpty()
            ? List.of()
            : List.of(new Header(HeaderNames.REASON, outcome.header()));
    forking.cancel(why);
    context.legs().settled(invite);
    if (renegotiation != null) {
      renegotiation.abandon();
    }
    if (before == State.OFFERED || before == State.ANSWERING) {
      endUnanswered(outcome);
    } else {
      watchB.stop();
      if (before == State.CONNECTED) {
        // a 2xx that still waits for the PRACK of its answer must not come after the BYE
        invite.respond(SipResponse.to(invite.request(), 487, invite.localTag()).build());
      }
      if (before == State.CONNECTED && invitation.offerless()) {
        b.ack(winner.request(), winnerOk, null);
      }
      farewell(a, outcome, leaving);
      farewell(b, outcome, leaving);
    }
    ledger.ended(outcome, media.report());
    media.close();
    duty.ended();
    LOG.info("call {} ended: {} {} by {}", id, outcome.name(), outcome.status(), outcome.endedBy());
    onEnd.accept(this);
  }

  private void endUnanswered(Outcome outcome) {
    if (winner != null) {
      winner.hangUp(winner.dialog(), winnerOk);
    }
    invitation.refuse(outcome);
    context.legs().leave(a);
  }

  private void farewell(Leg leg, Outcome outcome, Leg leaving) {
    if (leg == leaving) {
      context.legs().leave(leg);
    } else {
      // The seat stays until the phone has answered, so that a BYE that crosses ours finds its
      // dialog.
      leg.bye(outcome.header(), () -> context.legs().leave(leg));
    }
  }

  /** Only now does anything ring. */
  private void startedOnRecord(Journal.Receipt receipt, List<Binding> devices) {
    if (!duty.mayGoOn(receipt)) {
      end(Outcome.refused(503, Refusal.ARCHIVE_UNAVAILABLE.words()), null);
    } else if (state == State.OFFERED) {
      ringing = context.loop().schedule(context.settings().ringTimeout(), this::nobodyAnswered);
      devices.forEach(
          d -> forking.add(new Branch(d, rules(d), context.sip(), context.shard(), forking)));
      forking.invite(invitation::invite);
    }
  }

  private void answeredOnRecord(Journal.Receipt receipt) {
    if (state != State.ANSWERING) {
      return;
    }
    if (!duty.mayGoOn(receipt)) {
      end(Outcome.refused(503, Refusal.ARCHIVE_UNAVAILABLE.words()), null);
      return;
    }
    MediaSession.Rules rulesB = winner.rules;
    byte[] sdp = winnerOk.body();
    Result result;
    if (invitation.offerless()) {
      result = media.offer(Side.B, sdp, rulesB, a.rules());
    } else if (sdp.length == 0 && invitation.earlyAnswer() != null) {
      result = new Result.Sdp(invitation.earlyAnswer());
    } else {
      result = media.answer(Side.B, sdp, rulesB);
    }
    if (result instanceof Result.Refused refused) {
      end(Outcome.failed(refused.status(), refused.warning()), null);
    } else {
      connect(((Result.Sdp) result).body());
    }
  }

  private void connect(byte[] sdpForA) {
    b = leg(Side.B, admitted.to(), winner.device.flow(), winner.dialog());
    b.learn(winnerOk);
    b.received(winnerOk.body());
    b.sent(invitation.offerFor(winner));
    watchB = new Watch(this, b, context);
    watchB.timer().agreed(winnerOk);
    context.legs().seat(this, b);
    if (!invitation.offerless()) {
      b.ack(winner.request(), winnerOk, null);
      winner.acknowledgedBy(b);
    }
    SipResponse.Builder ok = invitation.accepted(sdpForA);
    watchA.timer().answer(ok);
    a.sent(sdpForA);
    state = State.CONNECTED;
    duty.watch(this);
    consent.begin(a, b);
    context.legs().settled(invite);
    invite.respond(ok.build());
    context.counters().add(Counter.CALLS_ANSWERED);
    LOG.info("call {} answered: {} and {}", id, a.address, b.address);
  }

  private void answerFromAck(SipRequest ack) {
    Result result =
        Signals.carriesSdp(ack)
            ? media.answer(Side.A, ack.body(), a.rules())
            : new Result.Refused(488, "The acknowledgement carried no answer");
    if (result instanceof Result.Sdp answer) {
      a.received(ack.body());
      b.sent(answer.body());
      b.ack(winner.request(), winnerOk, answer.body());
      winner.acknowledgedBy(b);
    } else {
      b.ack(winner.request(), winnerOk, null);
      end(Outcome.broken(((Result.Refused) result).warning()), null);
    }
  }

  private void renegotiate(Leg leg, ServerTransaction transaction) {
    if (watch(leg) != null && watch(leg).timer().tooSmall(transaction.request())) {
      long minimum = context.settings().minSessionInterval().toSeconds();
      transaction.respond(
          respond(leg, transaction, 422).add(HeaderNames.MIN_SE, Long.toString(minimum)).build());
    } else if (!settled()) {
      refuse(transaction, Refusal.REQUEST_PENDING);
    } else {
      leg.learn(transaction.request());
      watch(leg).timer().requested(transaction.request());
      Renegotiation begun = new Renegotiation(this, leg, transaction);
      renegotiation = begun;
      begun.start();
    }
  }

  private void nobodyAnswered() {
    end(new Outcome("no-answer", 480, Outcome.SERVER, "No answer"), null);
  }

  private Leg leg(Side side, Address address, Flow flow, Dialog dialog) {
    boolean srtp = admitted.obligations().requireSrtp();
    return new Leg(side, address, context.sip(), context.shard(), flow, dialog, srtp);
  }

  private MediaSession.Rules rules(Binding device) {
    MediaSession.Rules rules = Leg.rules(device.flow(), admitted.obligations().requireSrtp());
    return rules.with(context.keyings().of(device, rules.keying()));
  }
}
