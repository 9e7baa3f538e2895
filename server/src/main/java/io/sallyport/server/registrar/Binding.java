package io.sallyport.server.registrar;

import io.sallyport.server.edge.Flow;
import java.time.Instant;

/**
 * One device of a user: a contact and the flow that leads to it (RFC 3261 section 10, RFC 5626).
 *
 * @param address address of record, {@code sip:user@domain}
 * @param device stable name: the instance with reg-id where given, otherwise the contact URI
 * @param contactUri the Contact URI verbatim: the Request-URI of what we send
 * @param flow null while the device has not come back after a restart
 * @param gruu the public GRUU that was handed out, or empty
 */
public record Binding(
    String address,
    String device,
    String contactUri,
    Flow flow,
    Instant expires,
    double q,
    String gruu,
    String userAgent) {

  public boolean reachable() {
    return flow != null && flow.isOpen();
  }
}
