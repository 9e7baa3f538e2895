package io.sallyport.server.policy;

/**
 * What somebody wants to do.
 *
 * @param from the identity that was proved
 * @param to the address asked for
 */
public record Attempt(Kind kind, Address from, Address to) {
  /** The kinds of attempt that a rule can tell apart. */
  public enum Kind {
    REGISTER,
    CALL,
    CHAT
  }
}
