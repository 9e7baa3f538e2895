package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.sip.ServerTransaction;

/** A change of a running call under way; a call has one at a time. Owned by the call's shard. */
sealed interface Change permits Renegotiation, Intervention {

  void start();

  /** An ACK came on a leg that may be one that the change waits for. */
  void acknowledged(Leg leg, SipRequest ack);

  /** A phone took a re-INVITE back; it may be the one that began this. */
  void cancelled(ServerTransaction transaction);

  /** The call ends meanwhile. */
  void abandon();
}
