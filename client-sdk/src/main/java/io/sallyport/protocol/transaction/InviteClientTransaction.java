package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;
import java.util.List;

/**
 * The INVITE client transaction (RFC 3261 section 17.1.1 with the Accepted state of RFC 6026
 * section 7.2) and the CANCEL rules that hang on its state (section 9.1).
 *
 * <p>No I/O, clock or thread: inputs are messages and timers, outputs are {@link Actions}.
 */
public final class InviteClientTransaction {

  /** RFC 6026 figure 2. */
  public enum State {
    CALLING,
    PROCEEDING,
    COMPLETED,
    ACCEPTED,
    TERMINATED
  }

  // immutable
  private final SipRequest invite;
  private final boolean reliable;
  private final Timings timings;
  private final Actions actions;

  // owned by: the caller's thread
  private State state = State.CALLING;
  private Duration intervalA;
  private SipRequest ack;
  private List<Header> cancelHeaders;
  private boolean cancelled;

  /**
   * Begins in Calling; nothing is sent before {@link #start()}.
   *
   * @param invite with our Via on top
   */
  public InviteClientTransaction(
      SipRequest invite, boolean reliable, Timings timings, Actions actions) {
    this.invite = invite;
    this.reliable = reliable;
    this.timings = timings;
    this.actions = actions;
    this.intervalA = timings.t1();
  }

  public SipRequest request() {
    return invite;
  }

  public State state() {
    return state;
  }

  /** Sends the INVITE. */
  public void start() {
    if (!reliable) {
      actions.start(TimerName.A, intervalA);
    }
    actions.start(TimerName.B, timings.timeout());
    actions.send(invite);
  }

  /** A response that matched this transaction. */
  public void receive(SipResponse response) {
    switch (state) {
      case CALLING, PROCEEDING -> {
        if (response.isProvisional()) {
          provisional(response);
        } else {
          fin(response);
        }
      }
      case COMPLETED -> {
        if (response.status() >= 300) {
          actions.send(ack);
        }
      }
      case ACCEPTED -> {
        // retransmitted and forked 2xx: the TU acknowledges each; anything else is late and void
        if (response.isSuccess()) {
          actions.deliver(response);
        }
      }
      default -> {
        // terminated: nothing is left to do
      }
    }
  }

  public void timer(TimerName timer) {
    switch (timer) {
      case A -> {
        if (state == State.CALLING) {
          intervalA = intervalA.multipliedBy(2);
          actions.start(TimerName.A, intervalA);
          actions.send(invite);
        }
      }
      case B -> {
        if (state == State.CALLING) {
          fail(Actions.Failure.TIMEOUT);
        }
      }
      case CANCELLED -> {
        if (state == State.PROCEEDING) {
          fail(Actions.Failure.TIMEOUT);
        }
      }
      case D, M -> terminate();
      default -> {
        // another machine's timer
      }
    }
  }

  /** The transport could not send what was given to it. */
  public void transportFailed() {
    switch (state) {
      case CALLING, PROCEEDING -> fail(Actions.Failure.TRANSPORT);
      case COMPLETED, ACCEPTED -> terminate();
      default -> {
        // terminated: already gone
      }
    }
  }

  /**
   * Cancels: now where a provisional response has come, otherwise as soon as one comes. Without
   * effect after a final response or a second time.
   *
   * @param extra header fields for the CANCEL, such as Reason
   */
  public void cancel(List<Header> extra) {
    if (cancelHeaders != null || state == State.TERMINATED) {
      return;
    }
    cancelHeaders = List.copyOf(extra);
    sendCancelWhenAllowed();
  }

  private void provisional(SipResponse response) {
    if (state == State.CALLING) {
      state = State.PROCEEDING;
      actions.stop(TimerName.A);
      actions.stop(TimerName.B);
    }
    actions.deliver(response);
    sendCancelWhenAllowed();
  }

  private void fin(SipResponse response) {
    actions.stop(TimerName.A);
    actions.stop(TimerName.B);
    actions.stop(TimerName.CANCELLED);
    if (response.isSuccess()) {
      state = State.ACCEPTED;
      actions.start(TimerName.M, timings.timeout());
      actions.deliver(response);
      return;
    }
    state = State.COMPLETED;
    ack = acknowledgement(response);
    if (!reliable) {
      actions.start(TimerName.D, timings.timeout());
    }
    actions.send(ack);
    actions.deliver(response);
    if (reliable) {
      terminate();
    }
  }

  private void sendCancelWhenAllowed() {
    if (cancelHeaders == null || cancelled || state != State.PROCEEDING) {
      return;
    }
    cancelled = true;
    // RFC 3261 section 9.1: a peer of RFC 2543 may answer the CANCEL and never the INVITE
    actions.start(TimerName.CANCELLED, timings.timeout());
    SipRequest.Builder cancel = hopByHop(SipRequest.CANCEL);
    cancel.add(HeaderNames.TO, invite.first(HeaderNames.TO).orElse(""));
    cancelHeaders.forEach(cancel::add);
    actions.cancel(cancel.build());
  }

  /** The ACK to a non-2xx (section 17.1.1.3): the To of the response, all else of the INVITE. */
  private SipRequest acknowledgement(SipResponse response) {
    return hopByHop(SipRequest.ACK)
        .add(HeaderNames.TO, response.first(HeaderNames.TO).orElse(""))
        .build();
  }

  /**
   * ACK or CANCEL: same Request-URI, top Via, Route, From, Call-ID and CSeq number as the INVITE.
   */
  private SipRequest.Builder hopByHop(String method) {
    SipRequest.Builder builder =
        SipRequest.builder(method, invite.uri())
            .add(HeaderNames.VIA, invite.elements(HeaderNames.VIA).get(0));
    for (Header header : invite.headers()) {
      if (header.is(HeaderNames.ROUTE)
          || header.is(HeaderNames.FROM)
          || header.is(HeaderNames.CALL_ID)) {
        builder.add(header);
      }
    }
    return builder
        .add(HeaderNames.CSEQ, invite.cseq().number() + " " + method)
        .add(HeaderNames.MAX_FORWARDS, "70");
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
