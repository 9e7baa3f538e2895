package io.sallyport.server.auth;

/**
 * Who a request is from, proved by a login.
 *
 * @param user the login's user name
 * @param domain the domain served
 */
public record Identity(String user, String domain) {
  /** The address of record, {@code sip:user@domain}. */
  public String address() {
    return "sip:" + user + "@" + domain;
  }
}
