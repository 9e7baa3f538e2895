package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.edge.Flow;

/**
 * What the signalling layer tells the request chain above it. Called on the shard that owns the
 * request's Call-ID.
 */
public interface RequestListener {

  /**
   * A new request in a new server transaction; retransmissions, merged requests (482) and faults
   * have been dealt with below.
   */
  void request(ServerTransaction transaction);

  /**
   * An ACK to a 2xx, which has no transaction (RFC 3261 section 17.2.1); repeated ACKs arrive
   * repeatedly.
   */
  void ack(SipRequest ack, Flow flow);

  /**
   * A CANCEL that matched this INVITE, not yet finally answered; the CANCEL itself has been
   * answered 200 (section 9.2).
   */
  void cancelled(ServerTransaction invite, SipRequest cancel);

  /**
   * No ACK came for a 2xx in 64*T1 (section 13.3.1.4), or no PRACK for a reliable provisional (RFC
   * 3262 section 3).
   */
  void unacknowledged(ServerTransaction invite);

  /**
   * A connection is gone; the registrar and calls drop what depended on it. Called once, on shard
   * 0.
   */
  void flowClosed(Flow flow);

  /** What came there was no valid message; it has been counted, and answered where it can be. */
  default void malformed(Flow flow) {}
}
