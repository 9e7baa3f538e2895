package io.sallyport.server.login;

/** Where sign-ins, and what people change about them, go on record. Never blocks. */
@FunctionalInterface
public interface Trail {
  /**
   * Something happened.
   *
   * @param event signed-in, signed-out, refused, password-changed, second-factor-set,
   *     second-factor-removed, key-made or key-revoked
   * @param detail a few words, such as a key's label; nothing secret
   */
  void note(String event, String user, String network, String detail);
}
