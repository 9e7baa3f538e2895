package io.sallyport.server.api.employee;

import io.sallyport.server.policy.Address;

/** Addresses of record of users, as records and the registrar have them. */
final class Addresses {
  private Addresses() {}

  static String of(String user, String domain) {
    return Address.of(user, domain).map(Address::toString).orElse("sip:" + user + "@" + domain);
  }
}
