package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;

/**
 * The INVITE server transaction (RFC 3261 section 17.2.1 with the Accepted state of RFC 6026
 * section 7.1).
 *
 * <p>A 2xx is repeated by {@link SuccessRetransmitter}, not here. No I/O, clock or thread: inputs
 * are messages and timers, outputs are {@link Actions}.
 */
public final class InviteServerTransaction {

  /** RFC 6026 figure 1. */
  public enum State {
    PROCEEDING,
    COMPLETED,
    CONFIRMED,
    ACCEPTED,
    TERMINATED
  }

  // immutable
  private final SipRequest invite;
  private final boolean reliable;
  private final Timings timings;
  private final Actions actions;

  // owned by: the caller's thread
  private State state = State.PROCEEDING;
  private SipResponse last;
  private Duration intervalG;

  /** Begins in Proceeding; the owner shows the INVITE to its user after {@link #start()}. */
  public InviteServerTransaction(
      SipRequest invite, boolean reliable, Timings timings, Actions actions) {
    this.invite = invite;
    this.reliable = reliable;
    this.timings = timings;
    this.actions = actions;
    this.intervalG = timings.t1();
  }

  public SipRequest request() {
    return invite;
  }

  public State state() {
    return state;
  }

  /**
   * Starts the 200 ms after which the INVITE is answered 100 where the user has not answered
   * anything.
   */
  public void start() {
    actions.start(TimerName.TRYING, timings.trying());
  }

  /** A retransmission of the INVITE, or an ACK that matched this transaction. */
  public void receive(SipRequest request) {
    boolean ack = request.is(SipRequest.ACK);
    switch (state) {
      case PROCEEDING, COMPLETED -> {
        if (!ack) {
          if (last != null) {
            actions.send(last);
          }
        } else if (state == State.COMPLETED) {
          confirm();
        }
      }
      case ACCEPTED -> {
        // RFC 6026 section 8.7: repeated INVITEs are absorbed; an ACK can match only where the
        // branch is of RFC 2543
        if (ack) {
          actions.deliver(request);
        }
      }
      default -> {
        // confirmed or terminated: absorbed
      }
    }
  }

  /**
   * The user's response.
   *
   * @return false where a final response has been given before and this one is not sent
   */
  public boolean respond(SipResponse response) {
    if (state == State.ACCEPTED && response.isSuccess()) {
      actions.send(response);
      return true;
    }
    if (state != State.PROCEEDING) {
      return false;
    }
    actions.stop(TimerName.TRYING);
    last = response;
    if (response.isProvisional()) {
      actions.send(response);
    } else if (response.isSuccess()) {
      state = State.ACCEPTED;
      actions.start(TimerName.L, timings.timeout());
      actions.send(response);
    } else {
      state = State.COMPLETED;
      if (!reliable) {
        actions.start(TimerName.G, intervalG);
      }
      actions.start(TimerName.H, timings.timeout());
      actions.send(response);
    }
    return true;
  }

  public void timer(TimerName timer) {
    switch (timer) {
      case TRYING -> {
        if (state == State.PROCEEDING && last == null) {
          last = SipResponse.to(invite, 100, "").build();
          actions.send(last);
        }
      }
      case G -> {
        if (state == State.COMPLETED) {
          intervalG = timings.doubledUpToT2(intervalG);
          actions.start(TimerName.G, intervalG);
          actions.send(last);
        }
      }
      case H -> {
        if (state == State.COMPLETED) {
          fail(Actions.Failure.TIMEOUT);
        }
      }
      case I, L -> terminate();
      default -> {
        // another machine's timer
      }
    }
  }

  /**
   * The transport could not send a response. RFC 6026 section 7.1: the user is told, the
   * transaction stays, for a retransmission may come on a flow that works.
   */
  public void transportFailed() {
    switch (state) {
      case COMPLETED -> fail(Actions.Failure.TRANSPORT);
      case PROCEEDING, ACCEPTED -> actions.failed(Actions.Failure.TRANSPORT);
      default -> {
        // confirmed or terminated: nothing more is to be sent
      }
    }
  }

  private void confirm() {
    state = State.CONFIRMED;
    actions.stop(TimerName.G);
    actions.stop(TimerName.H);
    if (reliable) {
      terminate();
    } else {
      actions.start(TimerName.I, timings.t4());
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
