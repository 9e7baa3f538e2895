package io.sallyport.server.login;

import java.time.Instant;

/**
 * Somebody who has signed in.
 *
 * @param user canonical name
 * @param csrf what each changing request shows beside the cookie
 * @param network the address that the sign-in came from
 * @param ends whatever happens
 */
public record Session(
    String user, Role role, String csrf, String network, Instant since, Instant ends) {
  /** A name for it that opens nothing. */
  public String id() {
    return Token.hash(csrf).substring(0, 16);
  }

  @Override
  public String toString() {
    return "Session[" + user + " since " + since + "]";
  }
}
