package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.media.Limits;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.ServerTransaction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A change of the server's own (RFC 3261 section 14.1): one phone or both, one after the other, are
 * offered what they may have now of what the other side said last. The relay enforces it in any
 * case; a phone that refuses the offer merely does not know.
 */
final class Intervention implements Change, ClientTransaction.Listener {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int TRIES = 5;

  // immutable
  private final Call call;
  private final String by;
  private final Runnable done;

  // owned by: shard
  private final Deque<Side> waiting;
  private Leg to;
  private ClientTransaction asked;
  private int tries;
  private boolean settled;
  private boolean over;

  /**
   * @param by who wants it, for the call's record
   * @param done told when every phone has answered
   */
  Intervention(Call call, Collection<Side> phones, String by, Runnable done) {
    this.call = call;
    this.waiting = new ArrayDeque<>(phones);
    this.by = by;
    this.done = done;
  }

  @Override
  public void start() {
    Side side = waiting.poll();
    if (side == null) {
      finish();
      return;
    }
    to = call.leg(side);
    tries = 0;
    offer();
  }

  private void offer() {
    Leg from = call.other(to);
    settled = false;
    Result result = new Result.Refused(488, "Nothing was said that could be offered");
    if (from.receivedSdp().length > 0) {
      Limits limits = call.clearance().limits(from.side);
      result =
          call.media()
              .reoffer(
                  from.side,
                  from.receivedSdp(),
                  from.rules().within(limits),
                  to.rules().within(limits));
    }
    if (result instanceof Result.Sdp offer) {
      SipRequest.Builder request = call.watch(to).request(SipRequest.INVITE);
      to.sent(offer.body());
      asked = to.send(request.body(Leg.SDP, offer.body()).build(), this);
    } else {
      call.media().rollback();
      start();
    }
  }

  @Override
  public void response(SipResponse response) {
    if (response.isSuccess()) {
      succeeded(response);
    } else if (!over && !settled) {
      settled = true;
      call.media().rollback();
      int status = response.status();
      if (status == 481 || status == 408) {
        call.end(Outcome.broken("The phone is gone"), to);
      } else if (status == 491 && ++tries < TRIES) {
        call.context().loop().schedule(AGAIN, this::again);
      } else {
        start();
      }
    }
  }

  @Override
  public void failed(int status, String why) {
    if (!over) {
      call.media().rollback();
      call.end(Outcome.broken("The phone is gone"), to);
    }
  }

  private void again() {
    if (!over) {
      offer();
    }
  }

  private void succeeded(SipResponse response) {
    if (settled) {
      to.repeatAck(response);
      return;
    }
    settled = true;
    if (over) {
      to.ack(asked.request(), response, null);
      return;
    }
    to.learn(response);
    call.watch(to).timer().agreed(response);
    to.ack(asked.request(), response, null);
    Side from = to.side.other();
    Result result = call.media().answer(to.side, response.body(), call.rules(to, from));
    if (result instanceof Result.Sdp) {
      call.heard(to, response.body());
    } else {
      call.media().rollback();
    }
    start();
  }

  private void finish() {
    over = true;
    call.changeDone();
    call.ledger().changed(by, call.media().summary());
    done.run();
  }

  @Override
  public void acknowledged(Leg leg, SipRequest ack) {
    // its offers are in its INVITEs
  }

  @Override
  public void cancelled(ServerTransaction transaction) {
    // no phone began it
  }

  @Override
  public void abandon() {
    if (!over) {
      over = true;
      if (asked != null && !settled) {
        asked.cancel(List.of());
      }
    }
  }
}
