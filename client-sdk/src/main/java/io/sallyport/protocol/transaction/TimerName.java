package io.sallyport.protocol.transaction;

/**
 * The timers of RFC 3261 table 4 and RFC 6026, and the few that the RFCs describe without a letter.
 */
public enum TimerName {
  /** INVITE request retransmission, UDP only. */
  A,
  /** INVITE transaction time-out. */
  B,
  /** Wait for response retransmissions. */
  D,
  /** Non-INVITE request retransmission, UDP only. */
  E,
  /** Non-INVITE transaction time-out. */
  F,
  /** INVITE final response retransmission. */
  G,
  /** Wait for the ACK. */
  H,
  /** Wait for ACK retransmissions. */
  I,
  /** Wait for non-INVITE request retransmissions. */
  J,
  /** Wait for response retransmissions. */
  K,
  /** Wait for accepted INVITE request retransmissions (RFC 6026). */
  L,
  /** Wait for retransmitted and forked 2xx responses (RFC 6026). */
  M,
  /** The 200 ms after which an unanswered INVITE gets a 100 (section 17.2.1). */
  TRYING,
  /** The wait for a final response after CANCEL (section 9.1). */
  CANCELLED,
  /** Retransmission of a 2xx to INVITE (section 13.3.1.4). */
  SUCCESS,
  /** Retransmission of a reliable provisional response (RFC 3262 section 3). */
  PROVISIONAL
}
