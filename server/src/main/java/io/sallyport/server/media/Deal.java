package io.sallyport.server.media;

import io.sallyport.server.path.Protection;
import io.sallyport.server.path.Transport;
import io.sallyport.server.path.TransportPlan;

/**
 * What was agreed with one side about one stream.
 *
 * @param bundled whether the line shares its transport, or would share it with further lines
 */
record Deal(
    PeerLine remote, Transport transport, TransportPlan plan, Manner manner, boolean bundled) {

  /** Whether it stands on DTLS with that certificate. */
  boolean knows(PeerLine line) {
    return plan.protection() instanceof Protection.Dtls dtls
        && line.fingerprint().filter(dtls.peer()::equals).isPresent();
  }

  /** Whether we open the DTLS connection. */
  boolean active() {
    return plan.protection() instanceof Protection.Dtls dtls && dtls.active();
  }
}
