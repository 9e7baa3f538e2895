package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;

/**
 * Repeats a 2xx to INVITE until its ACK comes (RFC 3261 section 13.3.1.4): after T1, doubling up to
 * T2, for 64*T1. Over every transport, for the answer must survive all hops and not only the first.
 */
public final class SuccessRetransmitter {
  // immutable
  private final SipResponse success;
  private final Timings timings;
  private final Actions actions;

  // owned by: the caller's thread
  private Duration interval;
  private Duration elapsed = Duration.ZERO;
  private boolean over;

  /** The first sending is the caller's. */
  public SuccessRetransmitter(SipResponse success, Timings timings, Actions actions) {
    this.success = success;
    this.timings = timings;
    this.actions = actions;
    this.interval = timings.t1();
  }

  public SipResponse response() {
    return success;
  }

  /** Whether it has been acknowledged, stopped, or given up. */
  public boolean over() {
    return over;
  }

  public void start() {
    actions.start(TimerName.SUCCESS, interval);
  }

  /**
   * Takes an ACK.
   *
   * @return whether it acknowledges this 2xx
   */
  public boolean acknowledge(SipRequest ack) {
    if (!TransactionKey.acknowledges(ack, success)) {
      return false;
    }
    stop();
    return true;
  }

  public void stop() {
    if (!over) {
      over = true;
      actions.stop(TimerName.SUCCESS);
    }
  }

  public void timer(TimerName timer) {
    if (over || timer != TimerName.SUCCESS) {
      return;
    }
    elapsed = elapsed.plus(interval);
    if (elapsed.compareTo(timings.timeout()) >= 0) {
      over = true;
      actions.failed(Actions.Failure.TIMEOUT);
      return;
    }
    Duration left = timings.timeout().minus(elapsed);
    interval = timings.doubledUpToT2(interval);
    interval = interval.compareTo(left) < 0 ? interval : left;
    actions.start(TimerName.SUCCESS, interval);
    actions.send(success);
  }
}
