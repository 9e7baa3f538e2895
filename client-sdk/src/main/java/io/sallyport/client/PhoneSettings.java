package io.sallyport.client;

import io.sallyport.protocol.transaction.Timings;
import java.time.Duration;
import java.util.UUID;

/** What a phone was built with. Immutable. */
record PhoneSettings(
    String user,
    String authUser,
    String password,
    String domain,
    Link.Target target,
    MediaSettings media,
    UUID instance,
    Duration registrationExpires,
    Timings timings) {

  String addressOfRecord() {
    return "sip:" + user + "@" + domain;
  }

  /** A full URI for what somebody typed: {@code bob}, {@code bob@example.org} or a SIP URI. */
  String uriOf(String typed) {
    String lower = typed.toLowerCase(java.util.Locale.ROOT);
    if (lower.startsWith("sip:") || lower.startsWith("sips:") || lower.startsWith("tel:")) {
      return typed;
    }
    return "sip:" + (typed.contains("@") ? typed : typed + "@" + domain);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return addressOfRecord() + " by " + target.transport() + " at " + target.server();
  }
}
