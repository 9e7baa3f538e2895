package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;

/**
 * The non-INVITE client transaction (RFC 3261 section 17.1.2).
 *
 * <p>No I/O, clock or thread: inputs are messages and timers, outputs are {@link Actions}.
 */
public final class NonInviteClientTransaction {

  /** RFC 3261 figure 6. */
  public enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  // immutable
  private final SipRequest request;
  private final boolean reliable;
  private final Timings timings;
  private final Actions actions;

  // owned by: the caller's thread
  private State state = State.TRYING;
  private Duration intervalE;

  /**
   * Begins in Trying; nothing is sent before {@link #start()}.
   *
   * @param request with our Via on top
   */
  public NonInviteClientTransaction(
      SipRequest request, boolean reliable, Timings timings, Actions actions) {
    this.request = request;
    this.reliable = reliable;
    this.timings = timings;
    this.actions = actions;
    this.intervalE = timings.t1();
  }

  public SipRequest request() {
    return request;
  }

  public State state() {
    return state;
  }

  /** Sends the request. */
  public void start() {
    if (!reliable) {
      actions.start(TimerName.E, intervalE);
    }
    actions.start(TimerName.F, timings.timeout());
    actions.send(request);
  }

  /** A response that matched this transaction. */
  public void receive(SipResponse response) {
    switch (state) {
      case TRYING, PROCEEDING -> {
        if (response.isProvisional()) {
          state = State.PROCEEDING;
          actions.deliver(response);
        } else {
          fin(response);
        }
      }
      default -> {
        // completed or terminated: a retransmission, absorbed
      }
    }
  }

  public void timer(TimerName timer) {
    boolean waiting = state == State.TRYING || state == State.PROCEEDING;
    switch (timer) {
      case E -> {
        if (waiting) {
          // once a provisional response has come, the peer lives: ask at T2 only
          intervalE = state == State.PROCEEDING ? timings.t2() : timings.doubledUpToT2(intervalE);
          actions.start(TimerName.E, intervalE);
          actions.send(request);
        }
      }
      case F -> {
        if (waiting) {
          fail(Actions.Failure.TIMEOUT);
        }
      }
      case K -> terminate();
      default -> {
        // another machine's timer
      }
    }
  }

  /** The transport could not send what was given to it. */
  public void transportFailed() {
    switch (state) {
      case TRYING, PROCEEDING -> fail(Actions.Failure.TRANSPORT);
      case COMPLETED -> terminate();
      default -> {
        // terminated: already gone
      }
    }
  }

  private void fin(SipResponse response) {
    state = State.COMPLETED;
    actions.stop(TimerName.E);
    actions.stop(TimerName.F);
    if (!reliable) {
      actions.start(TimerName.K, timings.t4());
    }
    actions.deliver(response);
    if (reliable) {
      terminate();
    }
  }

  private void fail(Actions.Failure why) {
    state = State.TERMINATED;
    actions.failed(why);
    actions.terminated();
  }

  private void terminate() {
    if (state != State.TERMINATED) {
      state = State.TERMINATED;
      actions.terminated();
    }
  }
}
