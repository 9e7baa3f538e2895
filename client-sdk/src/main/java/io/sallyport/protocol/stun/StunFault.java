package io.sallyport.protocol.stun;

/**
 * Why bytes are no STUN message that we take (RFC 8489 section 6.3). Nothing is answered to one.
 */
public enum StunFault implements StunRead {
  /** Shorter than a header. */
  TOO_SHORT,
  /** Its first two bits are not zero, or the magic cookie is missing. */
  NOT_STUN,
  /** The header's length is not that of the datagram, or no multiple of four. */
  WRONG_LENGTH,
  /** An attribute reaches past the end. */
  ATTRIBUTE_OUT_OF_BOUNDS,
  /** An attribute that we read has another size than its type has. */
  ATTRIBUTE_SIZE,
  /** More attributes than any agent sends. */
  TOO_MANY_ATTRIBUTES,
  /** The CRC does not match, or something follows it. */
  WRONG_FINGERPRINT
}
