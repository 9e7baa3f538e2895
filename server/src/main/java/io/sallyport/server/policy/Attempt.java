package io.sallyport.server.policy;

/**
 * What somebody wants to do.
 *
 * @param from address of record of the identity that was proved
 * @param to address asked for, canonical
 * @param network name of the peer's network in the settings, empty where none is named
 */
public record Attempt(Kind kind, String from, String to, String network) {
  /** The kinds of attempt that a rule can tell apart. */
  public enum Kind {
    REGISTER,
    CALL,
    CHAT
  }
}
