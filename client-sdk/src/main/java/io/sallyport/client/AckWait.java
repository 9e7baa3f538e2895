package io.sallyport.client;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.SuccessRetransmitter;
import io.sallyport.protocol.transaction.TimerName;
import java.util.function.Consumer;

/**
 * A 2xx to INVITE that is repeated until its ACK comes (RFC 3261 section 13.3.1.4). Owned by the
 * phone's loop.
 */
final class AckWait extends TimedActions {
  // immutable
  private final Exchange.Received exchange;
  private final SuccessRetransmitter repeater;
  private final Consumer<SipRequest> acknowledged;
  private final Runnable gaveUp;

  AckWait(
      PhoneCore phone,
      Exchange.Received exchange,
      SipResponse success,
      Consumer<SipRequest> acknowledged,
      Runnable gaveUp) {
    super(phone.loop());
    this.exchange = exchange;
    this.repeater = new SuccessRetransmitter(success, phone.timings(), this);
    this.acknowledged = acknowledged;
    this.gaveUp = gaveUp;
  }

  /** The first sending has been done. */
  void start() {
    repeater.start();
  }

  void acknowledge(SipRequest ack) {
    if (!repeater.over() && repeater.acknowledge(ack)) {
      acknowledged.accept(ack);
    }
  }

  @Override
  public void send(SipMessage message) {
    exchange.respond((SipResponse) message);
  }

  @Override
  public void failed(Failure why) {
    gaveUp.run();
  }

  @Override
  void timer(TimerName name) {
    repeater.timer(name);
  }
}
