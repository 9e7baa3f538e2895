package io.sallyport.server.call;

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
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.ServerTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  private final Life life;
  private final Instant since;
  private final Ringing devices;
  private final Clearance clearance;
  private final Gate gate;
  private final LiveControl live;
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
  private Answering answering;
  private Optional<Instant> answeredAt = Optional.empty();
  private Loop.Timer ringing = () -> {};
  private Loop.Timer longest = () -> {};
  private Change change;

  // any thread: volatile snapshot
  private volatile Standing standing;

  Call(CallContext context, Admitted admitted, Ringing devices, Life life) {
    this.context = context;
    this.admitted = admitted;
    this.invite = admitted.transaction();
    this.life = life;
    this.id = context.ids().mint(context.shard());
    this.since = context.clock().instant();
    this.devices = devices;
    this.clearance =
        new Clearance(
            context.attempts(),
            devices.decision(),
            admitted.ruleset(),
            admitted.asking(),
            context.attempts().party(admitted.to()));
    Notice notice = Consent.notice(context, clearance.obligations());
    this.duty =
        new RecordingDuty(id, context, admitted, clearance.obligations(), Consent.asks(notice));
    this.media = context.media().open(id, new Heard(this));
    this.gate = new Gate(media);
    this.ledger = new Ledger(id, context);
    this.invitation = new Invitation(context, admitted, media, ledger);
    this.consent = new Consent(this, notice, duty);
    String contact = Signals.contact(context.sip(), invite.flow(), admitted.to().user());
    Dialog dialog = Dialog.uas(invite.request(), invite.localTag(), contact);
    this.a = newLeg(Side.A, admitted.from(), invite.flow(), dialog);
    this.watchA = new Watch(this, a, context);
    this.live = new LiveControl(this, gate, clearance);
    publish();
  }

  /**
   * Puts the call on record, then rings the callee's devices; an empty list ends the call with the
   * given refusal.
   */
  void start(Refusal ifNone) {
    SipRequest request = invite.request();
    a.learn(request);
    a.received(request.body());
    watchA.timer().requested(request);
    context.legs().seat(this, a);
    context.legs().waiting(invite, this);
    invite.respond(SipResponse.to(request, 100, "").build());
    context.counters().add(Counter.CALLS_STARTED);
    Optional<Result.Refused> refused =
        invitation.offer(devices.devices().stream().map(this::rules).toList(), callerRules());
    if (clearance.obligations().emergency()) {
      EmergencyAlert.raise(context, id, admitted);
    }
    ledger.started(admitted, clearance, media.kinds(), this::startedOnRecord);
    publish();
    if (devices.devices().isEmpty()) {
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
    clearance.answeredBy(
        context.attempts().party(admitted.to(), branch.device.userAgent(), branch.device.flow()));
    answering = new Answering(this, invitation, duty, branch, ok);
    answering.start();
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
    return invitation.offer(List.of(other), callerRules()).isPresent()
        ? Optional.empty()
        : Optional.of(refused.again(other));
  }

  @Override
  public void exhausted(SipResponse best) {
    end(Outcome.ofBest(best.status(), admitted.to().toString()), null);
  }

  /** The caller gave up before the final answer. */
  void cancelled(SipRequest cancel) {
    end(Outcome.cancelled(admitted.from().toString()), null);
  }

  /** An ACK for a 2xx of ours, on either leg. */
  void acknowledged(Leg leg, SipRequest ack) {
    if (leg == a && state == State.CONNECTED) {
      state = State.ACTIVE;
      publish();
      answering.acknowledged(ack);
      consent.acknowledged();
    } else if (change != null) {
      change.acknowledged(leg, ack);
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
      case SipRequest.INVITE, SipRequest.UPDATE -> Renegotiation.of(this, leg, transaction);
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
    endByServer(503, "Server is stopping");
  }

  /** Ends by our own will, with words on both phones; the status is for one that rings. */
  void endByServer(int status, String words) {
    end(talking() ? Outcome.broken(words) : Outcome.refused(status, words), null);
  }

  /** Whether both phones are in it. */
  boolean talking() {
    return state == State.CONNECTED || state == State.ACTIVE;
  }

  Consent consent() {
    return consent;
  }

  State state() {
    return state;
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

  /** When it was asked for. */
  Instant since() {
    return since;
  }

  Optional<Instant> answeredAt() {
    return answeredAt;
  }

  /** One side; B only once it has answered. */
  Leg leg(Side side) {
    return side == Side.A ? a : b;
  }

  Admitted admitted() {
    return admitted;
  }

  Clearance clearance() {
    return clearance;
  }

  /** What may be done to it from outside. */
  LiveControl live() {
    return live;
  }

  /** How it stands, for any thread. */
  Standing standing() {
    return standing;
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
    return state == State.ACTIVE && change == null;
  }

  /** Begins a change; only in a call that is settled. */
  void change(Change begun) {
    change = begun;
    begun.start();
  }

  void changeDone() {
    change = null;
    publish();
  }

  /** The re-INVITE that is being cancelled, if it is one. */
  void cancelRenegotiation(ServerTransaction transaction) {
    if (change != null) {
      change.cancelled(transaction);
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
    forking.cancel(outcome.headers());
    context.legs().settled(invite);
    if (change != null) {
      change.abandon();
    }
    longest.cancel();
    if (before == State.OFFERED || before == State.ANSWERING) {
      endUnanswered(outcome);
    } else {
      watchB.stop();
      if (before == State.CONNECTED) {
        // a 2xx that still waits for the PRACK of its answer must not come after the BYE
        invite.respond(SipResponse.to(invite.request(), 487, invite.localTag()).build());
        answering.abandon();
      }
      context.legs().farewell(a, outcome, leaving);
      context.legs().farewell(b, outcome, leaving);
    }
    ledger.ended(outcome, media.report());
    media.close();
    duty.ended();
    LOG.info("call {} ended: {} {} by {}", id, outcome.name(), outcome.status(), outcome.endedBy());
    life.ended(this);
  }

  private void endUnanswered(Outcome outcome) {
    if (answering != null) {
      answering.hangUp();
    }
    invitation.refuse(outcome);
    context.legs().leave(a);
  }

  /** Only now does anything ring. */
  private void startedOnRecord(Journal.Receipt receipt) {
    if (!duty.mayGoOn(receipt)) {
      end(Outcome.refused(503, Refusal.ARCHIVE_UNAVAILABLE.words()), null);
    } else if (state == State.OFFERED) {
      ringing = context.loop().schedule(context.settings().ringTimeout(), this::nobodyAnswered);
      for (Ringing.Device each : devices.devices()) {
        forking.add(
            new Branch(each.binding(), rules(each), context.sip(), context.shard(), forking));
      }
      forking.invite(invitation::invite);
    }
  }

  /** Both sides can talk, as soon as the caller's 2xx is out. */
  void connected(Leg answered, Watch watch) {
    b = answered;
    watchB = watch;
    state = State.CONNECTED;
    answeredAt = Optional.of(context.clock().instant());
    context.legs().settled(invite);
    context.counters().add(Counter.CALLS_ANSWERED);
    life.answered(this);
    agreed(Side.A);
    Obligations demanded = clearance.obligations();
    if (!demanded.longest().isZero()) {
      longest = context.loop().schedule(demanded.longest(), this::tooLong);
    }
    if (Sample.draws(id, demanded.reviewPercent())) {
      ledger.sampled(clearance);
    }
    publish();
    LOG.info("call {} answered: {} and {}", id, a.address, b.address);
    consent.begin(a, b);
  }

  private void tooLong() {
    end(Outcome.broken("Maximum duration reached"), null);
  }

  /** An offer that goes back to a side has been answered. */
  void agreed(Side initiator) {
    clearance.agreed(initiator, media.pictures());
    live.agreed();
    publish();
  }

  /** A leg has said what it wants; what it says while held is no wish of its own. */
  void heard(Leg leg, byte[] sdp) {
    if (clearance.held().isEmpty()) {
      leg.received(sdp);
    }
  }

  private void nobodyAnswered() {
    end(new Outcome("no-answer", 480, Outcome.SERVER, "No answer"), null);
  }

  Leg newLeg(Side side, Address address, Flow flow, Dialog dialog) {
    return new Leg(
        side,
        address,
        context.sip(),
        context.shard(),
        flow,
        dialog,
        clearance.obligations().requireSrtp());
  }

  /** What a leg's device must, can and may do after an offer that goes back to a side. */
  MediaSession.Rules rules(Leg leg, Side initiator) {
    return leg.rules().within(clearance.limits(initiator));
  }

  private MediaSession.Rules callerRules() {
    return a.rules().within(devices.caller());
  }

  private MediaSession.Rules rules(Ringing.Device device) {
    boolean srtp = clearance.obligations().requireSrtp();
    MediaSession.Rules rules = Leg.rules(device.binding().flow(), srtp).within(device.limits());
    return rules.with(context.keyings().of(device.binding(), rules.keying()));
  }

  /** Leaves for other threads how it stands now. */
  void publish() {
    standing = Standing.of(this, gate, clearance);
  }
}
