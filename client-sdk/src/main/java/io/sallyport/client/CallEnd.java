package io.sallyport.client;

/**
 * How a call ended.
 *
 * @param status the SIP status where one ended it, otherwise 0
 * @param reason words for a human, from the peer where it gave any
 */
public record CallEnd(Cause cause, int status, String reason) {

  /** Who or what ended it. */
  public enum Cause {
    /** This phone hung up after the call was answered. */
    HUNG_UP,
    /** The other side hung up. */
    PEER_HUNG_UP,
    /** This phone gave up before an answer. */
    CANCELLED,
    /** The caller gave up, or another device answered. */
    PEER_CANCELLED,
    /** The other side, or the server, refused: busy, declined, no answer, unknown. */
    REFUSED,
    /** This phone refused. */
    DECLINED,
    /** No answer, no acknowledgement, no refresh of the session timer, or no connection. */
    LOST
  }
}
