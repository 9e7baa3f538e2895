package io.sallyport.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a phone stands with the registrar (RFC 3261 section 10).
 *
 * @param active whether calls can reach the phone
 * @param expires for how long the registrar granted it; zero where not active. The phone refreshes
 *     it by itself.
 * @param gruu the public globally routable URI, where the registrar gave one (RFC 5627)
 * @param outbound whether the registrar keeps to the flow (RFC 5626)
 * @param reason why it is not active; empty where it is
 */
public record Registration(
    boolean active, Duration expires, Optional<String> gruu, boolean outbound, String reason) {

  static Registration inactive(String reason) {
    return new Registration(false, Duration.ZERO, Optional.empty(), false, reason);
  }
}
