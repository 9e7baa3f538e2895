package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Address;
import io.sallyport.server.sip.ServerTransaction;
import java.util.Set;

/** The end of the request chain for some methods. Called on the shard of the request's Call-ID. */
public interface RequestHandler {

  /** The methods outside a dialog that this handler takes, upper case. */
  Set<String> methods();

  /**
   * A request outside a dialog that passed every step of the chain; the handler answers it, at once
   * or later.
   */
  void handle(Admitted request);

  /** Whose a request inside a dialog is. */
  enum Verdict {
    /** This handler's, and it has dealt with it. */
    TAKEN,
    /** This handler's, but it comes from elsewhere than the dialog's phone: ask for a login. */
    PROVE,
    /** Not this handler's. */
    UNKNOWN
  }

  /**
   * A request inside a dialog (it has a To tag). Whoever knows both tags and the Call-ID and comes
   * from the dialog's own peer is its party; anybody else must log in as that party first.
   *
   * @param proved the sender's address where it has logged in, otherwise null
   */
  default Verdict handleInDialog(ServerTransaction transaction, Address proved) {
    return Verdict.UNKNOWN;
  }

  /** An ACK to a 2xx. */
  default void ack(SipRequest ack, Flow flow) {}

  /** The INVITE was cancelled before its final answer. */
  default void cancelled(ServerTransaction invite, SipRequest cancel) {}

  /** No ACK or PRACK came in time. */
  default void unacknowledged(ServerTransaction invite) {}

  /** A connection is gone. Called on shard 0. */
  default void flowClosed(Flow flow) {}
}
