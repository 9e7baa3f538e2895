package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.sip.ServerTransaction;
import java.util.Set;

/** The end of the request chain for some methods. Called on the shard of the request's Call-ID. */
public interface RequestHandler {

  /** The methods that this handler takes, upper case. */
  Set<String> methods();

  /** A request that passed every step of the chain; the handler answers it, at once or later. */
  void handle(Admitted request);

  /**
   * An in-dialog request. Its sender is proved by knowing the dialog on the flow or by digest, as the chain decided.
   *
   * @return false where the dialog is not this handler's; the chain answers 481 where nobody's
   */
  default boolean handleInDialog(Admitted request) {
    return false;
  }

  /** An ACK to a 2xx. */
  default void ack(SipRequest ack, Flow flow) {}

  /** The INVITE was cancelled before its final answer. */
  default void cancelled(ServerTransaction invite, SipRequest cancel) {}

  /** No ACK or PRACK came in time. */
  default void unacknowledged(ServerTransaction invite) {}

  /** A connection is gone. */
  default void flowClosed(Flow flow) {}
}
