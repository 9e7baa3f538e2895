package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import java.time.Duration;

/**
 * What a transaction asks of its owner. Called from within the transaction's inputs, on the owner's
 * thread.
 *
 * <p>An owner may cancel or respond from within {@link #deliver}; it feeds messages, timers and
 * transport failures only after the input that caused the action has returned.
 */
public interface Actions {

  /** Why a transaction ended without its final response or acknowledgement. */
  enum Failure {
    /** Treat as 408 (RFC 3261 section 8.1.3.1). */
    TIMEOUT(408),
    /** Treat as 503. */
    TRANSPORT(503);

    private final int status;

    Failure(int status) {
      this.status = status;
    }

    /** The response that a TU should believe to have received. */
    public int status() {
      return status;
    }
  }

  /** Hands the message to the transport; a failure comes back as {@code transportFailed()}. */
  void send(SipMessage message);

  /** Hands a response (client side) or an ACK (server side) to the transaction user. */
  void deliver(SipMessage message);

  /** Starts or restarts the timer of that name; it comes back as {@code timer(name)}. */
  void start(TimerName timer, Duration after);

  void stop(TimerName timer);

  /**
   * Sends the CANCEL in a non-INVITE client transaction of its own. Only an INVITE client
   * transaction asks for it.
   */
  default void cancel(SipRequest cancel) {
    throw new UnsupportedOperationException("no CANCEL from here");
  }

  /**
   * The transaction user is told. {@link #terminated()} follows, but for a server transaction whose
   * flow may yet recover.
   */
  void failed(Failure why);

  /**
   * The transaction is to be forgotten, with every timer that still runs. Called exactly once, and
   * nothing after it.
   */
  void terminated();
}
