package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;

/**
 * The non-INVITE server transaction (RFC 3261 section 17.2.2).
 *
 * <p>No I/O, clock or thread: inputs are messages and timers, outputs are {@link Actions}.
 */
public final class NonInviteServerTransaction {

  /** RFC 3261 figure 8. */
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
  private SipResponse last;

  /** Begins in Trying; there is nothing to start. */
  public NonInviteServerTransaction(
      SipRequest request, boolean reliable, Timings timings, Actions actions) {
    this.request = request;
    this.reliable = reliable;
    this.timings = timings;
    this.actions = actions;
  }

  public SipRequest request() {
    return request;
  }

  public State state() {
    return state;
  }

  /** A retransmission of the request. */
  public void receive(SipRequest again) {
    switch (state) {
      case PROCEEDING, COMPLETED -> actions.send(last);
      default -> {
        // trying or terminated: absorbed
      }
    }
  }

  /**
   * The user's response.
   *
   * @return false where a final response has been given before and this one is not sent
   */
  public boolean respond(SipResponse response) {
    if (state == State.COMPLETED || state == State.TERMINATED) {
      return false;
    }
    last = response;
    if (response.isProvisional()) {
      state = State.PROCEEDING;
      actions.send(response);
      return true;
    }
    state = State.COMPLETED;
    if (!reliable) {
      actions.start(TimerName.J, timings.timeout());
    }
    actions.send(response);
    if (reliable) {
      terminate();
    }
    return true;
  }

  public void timer(TimerName timer) {
    if (timer == TimerName.J) {
      terminate();
    }
  }

  /** The transport could not send a response. */
  public void transportFailed() {
    if (state != State.TERMINATED) {
      state = State.TERMINATED;
      actions.failed(Actions.Failure.TRANSPORT);
      actions.terminated();
    }
  }

  private void terminate() {
    if (state != State.TERMINATED) {
      state = State.TERMINATED;
      actions.terminated();
    }
  }
}
