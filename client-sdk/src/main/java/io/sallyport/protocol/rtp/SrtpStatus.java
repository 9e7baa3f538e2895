package io.sallyport.protocol.rtp;

/**
 * How protecting or unprotecting a packet ended: a value, because on the packet path nothing
 * throws.
 */
public enum SrtpStatus {
  OK,
  /** The tag does not verify under the key. */
  AUTH_FAILED,
  /** Seen before, or older than the replay window. */
  REPLAYED,
  /** No RTP or RTCP, or too short for a tag. */
  MALFORMED,
  /** The stream has used up its synchronisation sources. */
  TOO_MANY_SOURCES
}
