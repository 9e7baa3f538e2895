package io.sallyport.server.guard;

/** What a source can do that no honest phone does often. */
public enum Offence {
  /** A wrong password, or a name that nobody has; the source's address is proved by its nonce. */
  LOGIN_FAILED,
  /** A request without credentials in a name that nobody here has. */
  UNKNOWN_USER,
  /** Bytes that are no SIP message within the limits. */
  MALFORMED,
  /** A User-Agent of a scanner, which needs no second look. */
  SCANNER
}
