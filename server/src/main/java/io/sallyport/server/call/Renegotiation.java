package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.media.Limits;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.ServerTransaction;
import java.util.Arrays;
import java.util.List;

/**
 * A re-INVITE or UPDATE of one leg (RFC 3261 section 14, RFC 3311), carried to the other: hold,
 * resume, video added or removed.
 *
 * <p>At most one runs in a call; whoever comes second, from either side, is answered 491 and tries
 * again. A refresh that changes nothing is answered here. If the other side refuses, media goes on
 * as before.
 */
final class Renegotiation implements Change, ClientTransaction.Listener {
  // immutable
  private final Call call;
  private final Leg from;
  private final Leg to;
  private final ServerTransaction transaction;
  private final boolean offerless;

  // owned by: shard
  private ClientTransaction onward;
  private SipResponse ok;
  private boolean over;

  Renegotiation(Call call, Leg from, ServerTransaction transaction) {
    this.call = call;
    this.from = from;
    this.to = call.other(from);
    this.transaction = transaction;
    this.offerless = !Signals.carriesSdp(transaction.request());
  }

  /** What a phone asks inside its dialog: begun, or answered at once where it cannot be. */
  static void of(Call call, Leg leg, ServerTransaction transaction) {
    if (call.watch(leg) != null && call.watch(leg).timer().tooSmall(transaction.request())) {
      long minimum = call.context().settings().minSessionInterval().toSeconds();
      transaction.respond(
          call.respond(leg, transaction, 422)
              .add(HeaderNames.MIN_SE, Long.toString(minimum))
              .build());
    } else if (!call.settled()) {
      call.refuse(transaction, Refusal.REQUEST_PENDING);
    } else {
      leg.learn(transaction.request());
      call.watch(leg).timer().requested(transaction.request());
      call.change(new Renegotiation(call, leg, transaction));
    }
  }

  @Override
  public void start() {
    SipRequest request = transaction.request();
    if (offerless && request.body().length > 0) {
      answer(
          Refusals.response(transaction, Refusal.UNSUPPORTED_BODY)
              .add(HeaderNames.ACCEPT, Leg.SDP));
    } else if (offerless && request.is(SipRequest.UPDATE)) {
      answer(confirmed(null));
    } else if (!offerless
        && Arrays.equals(request.body(), from.receivedSdp())
        && from.sentSdp().length > 0) {
      answer(confirmed(from.sentSdp()));
    } else if (offerless) {
      forward(null);
    } else {
      offer(request.body());
    }
  }

  /** A medium that is denied is declined in what goes on; where it is all that is new, refused. */
  private void offer(byte[] sdp) {
    Limits limits = call.clearance().limits(from.side);
    if (limits.nothingElse(from.receivedSdp(), sdp)) {
      deny(limits);
      return;
    }
    Result result =
        call.media().offer(from.side, sdp, from.rules().within(limits), to.rules().within(limits));
    if (result instanceof Result.Refused refused) {
      call.media().rollback();
      answer(Refusals.response(transaction, Refusal.NOT_ACCEPTABLE, refused.warning()));
    } else {
      forward(((Result.Sdp) result).body());
    }
  }

  private void deny(Limits limits) {
    Kind kind = limits.video() ? Kind.SCREEN : Kind.VIDEO;
    Decision.Deny deny =
        call.clearance()
            .denial(kind, from.side)
            .orElse(new Decision.Deny(Refusal.NOT_ACCEPTABLE, call.clearance().rule()));
    over = true;
    call.changeDone();
    call.context()
        .denials()
        .deny(
            transaction,
            from.address,
            to.address,
            List.of(kind),
            deny,
            call.clearance().rulesetNow());
  }

  @Override
  public void response(SipResponse response) {
    if (response.isSuccess()) {
      succeeded(response);
    } else if (!over) {
      call.media().rollback();
      int status = response.status();
      answer(SipResponse.to(transaction.request(), passable(status), transaction.localTag()));
      if (status == 481 || status == 408) {
        call.end(Outcome.broken("The other phone is gone"), to);
      }
    }
  }

  @Override
  public void failed(int status, String why) {
    if (!over) {
      call.media().rollback();
      answer(SipResponse.to(transaction.request(), status, transaction.localTag()));
      call.end(Outcome.broken("The other phone is gone"), to);
    }
  }

  /** The ACK that carries the answer where the 2xx carried the offer. */
  @Override
  public void acknowledged(Leg leg, SipRequest ack) {
    if (leg != from || ok == null || over) {
      return;
    }
    over = true;
    call.changeDone();
    Result result =
        Signals.carriesSdp(ack)
            ? call.media().answer(from.side, ack.body(), call.rules(from, from.side))
            : new Result.Refused(488, "The acknowledgement carried no answer");
    if (result instanceof Result.Sdp answer) {
      from.received(ack.body());
      to.sent(answer.body());
      to.ack(onward.request(), ok, answer.body());
      changed();
    } else {
      to.ack(onward.request(), ok, null);
      call.end(Outcome.broken(((Result.Refused) result).warning()), null);
    }
  }

  /** The phone took its re-INVITE back. */
  @Override
  public void cancelled(ServerTransaction cancelled) {
    if (cancelled == transaction && !over) {
      if (onward != null) {
        onward.cancel(List.of());
      }
      call.media().rollback();
      answer(SipResponse.to(transaction.request(), 487, transaction.localTag()));
    }
  }

  /** The call ends meanwhile. */
  @Override
  public void abandon() {
    if (!over) {
      over = true;
      if (!transaction.answered()) {
        transaction.respond(
            SipResponse.to(transaction.request(), 487, transaction.localTag()).build());
      }
    }
  }

  private void forward(byte[] offer) {
    boolean update = transaction.request().is(SipRequest.UPDATE) && to.allowsUpdate();
    SipRequest.Builder request =
        call.watch(to).request(update ? SipRequest.UPDATE : SipRequest.INVITE);
    if (offer != null) {
      request.body(Leg.SDP, offer);
      to.sent(offer);
    }
    onward = to.send(request.build(), this);
  }

  private void succeeded(SipResponse response) {
    boolean invite = onward.request().is(SipRequest.INVITE);
    if (over || ok != null) {
      if (invite) {
        repeatAck(response);
      }
      return;
    }
    ok = response;
    to.learn(response);
    call.watch(to).timer().agreed(response);
    if (offerless) {
      offerBack(response);
      return;
    }
    if (invite) {
      to.ack(onward.request(), response, null);
    }
    Result result = call.media().answer(to.side, response.body(), call.rules(to, from.side));
    if (result instanceof Result.Sdp answer) {
      call.heard(to, response.body());
      from.received(transaction.request().body());
      from.sent(answer.body());
      answer(confirmed(answer.body()));
      changed();
    } else {
      call.media().rollback();
      answer(
          Refusals.response(
              transaction, Refusal.NOT_ACCEPTABLE, ((Result.Refused) result).warning()));
    }
  }

  private void repeatAck(SipResponse response) {
    if (ok == null) {
      to.ack(onward.request(), response, null);
    } else {
      to.repeatAck(response);
    }
  }

  private void offerBack(SipResponse response) {
    Limits limits = call.clearance().limits(from.side);
    Result result =
        call.media()
            .offer(
                to.side, response.body(), to.rules().within(limits), from.rules().within(limits));
    if (result instanceof Result.Sdp offer) {
      call.heard(to, response.body());
      from.sent(offer.body());
      transaction.respond(confirmed(offer.body()).build());
    } else {
      to.ack(onward.request(), response, null);
      answer(
          Refusals.response(
              transaction, Refusal.NOT_ACCEPTABLE, ((Result.Refused) result).warning()));
    }
  }

  private SipResponse.Builder confirmed(byte[] sdp) {
    SipResponse.Builder response = call.respond(from, transaction, 200);
    call.watch(from).timer().answer(response);
    return sdp == null ? response : response.body(Leg.SDP, sdp);
  }

  private void answer(SipResponse.Builder response) {
    over = true;
    call.changeDone();
    if (!transaction.answered()) {
      transaction.respond(response.build());
    }
  }

  private void changed() {
    call.agreed(from.side);
    call.ledger().changed(from.address.toString(), call.media().summary());
  }

  /** What the asking side may be told: never a challenge or a redirection of the other. */
  private static int passable(int status) {
    return status < 400 || status == 401 || status == 407 ? 488 : status;
  }
}
