package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.sip.ClientTransaction;
import java.time.Duration;

/**
 * Asks one leg's phone at intervals whether it is still in the call, so that a phone that vanished
 * ends the call on the other side and on record. Phones with session timers get an UPDATE or
 * re-INVITE (RFC 4028 section 7.2), others an OPTIONS.
 */
final class Watch implements SessionTimer.Refresh, ClientTransaction.Listener {
  private static final Duration BUSY_DELAY = Duration.ofSeconds(5);

  // immutable
  private final Call call;
  private final Leg leg;
  private final CallContext context;
  private final SessionTimer timer;

  // owned by: shard
  private ClientTransaction asked;
  private boolean stopped;

  Watch(Call call, Leg leg, CallContext context) {
    this.call = call;
    this.leg = leg;
    this.context = context;
    this.timer = new SessionTimer(context.loop(), context.settings(), this);
  }

  SessionTimer timer() {
    return timer;
  }

  void stop() {
    stopped = true;
    timer.stop();
  }

  /** A request inside this leg's dialog that asks for the session's refresh as well. */
  SipRequest.Builder request(String method) {
    SipRequest.Builder request =
        leg.dialog()
            .request(method)
            .add(HeaderNames.ALLOW, Signals.ALLOW)
            .add(HeaderNames.SUPPORTED, "timer");
    timer.ask(request);
    return request;
  }

  @Override
  public void refresh() {
    if (stopped) {
      return;
    }
    if (!call.settled()) {
      context.loop().schedule(BUSY_DELAY, this::refresh);
      return;
    }
    boolean reinvite = timer.peerSupports() && !leg.allowsUpdate();
    String method =
        !timer.peerSupports()
            ? SipRequest.OPTIONS
            : reinvite ? SipRequest.INVITE : SipRequest.UPDATE;
    SipRequest.Builder request = request(method);
    if (reinvite) {
      request.body(Leg.SDP, leg.sentSdp());
    }
    asked = leg.send(request.build(), this);
  }

  @Override
  public void expired() {
    if (!stopped) {
      call.end(Outcome.broken("The phone did not refresh its session"), null);
    }
  }

  @Override
  public void response(SipResponse response) {
    if (asked.request().is(SipRequest.INVITE) && response.isSuccess()) {
      leg.ack(asked.request(), response, null);
    }
    if (stopped) {
      return;
    }
    if (response.status() == 408 || response.status() == 481) {
      call.end(Outcome.broken("The phone is gone"), leg);
    } else if (asked.request().is(SipRequest.OPTIONS) || !response.isSuccess()) {
      timer.again();
    } else {
      timer.agreed(response);
    }
  }

  @Override
  public void failed(int status, String why) {
    if (!stopped) {
      call.end(Outcome.broken("The phone is gone"), leg);
    }
  }
}
