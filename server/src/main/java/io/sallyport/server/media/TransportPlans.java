package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.path.Protection;
import io.sallyport.server.path.Transport;
import io.sallyport.server.path.TransportPlan;
import java.util.Optional;

/** Makes the packet path's plans from what one side said about a transport. */
final class TransportPlans {
  private TransportPlans() {}

  /**
   * How its packets are protected.
   *
   * @param theirs the key that it sends with, where keys are in SDP
   * @param ours our key toward it, then
   * @param active whether we open the DTLS connection, where there is one
   */
  static Protection protection(
      PeerLine said, Optional<SdesCrypto> theirs, Optional<SdesCrypto> ours, boolean active) {
    if (said.isDtls()) {
      return new Protection.Dtls(said.fingerprint().get(), active);
    }
    if (theirs.isPresent() && ours.isPresent()) {
      return new Protection.Sdes(theirs.get().key(), ours.get().key());
    }
    return new Protection.Plain();
  }

  static TransportPlan of(
      PeerLine said, Transport transport, Manner manner, Protection protection) {
    Optional<IceCredentials> ice =
        said.ice()
            .filter(theirs -> manner.ice())
            .map(
                theirs ->
                    new IceCredentials(
                        transport.iceFragment(),
                        transport.icePassword(),
                        theirs.fragment(),
                        theirs.password()));
    return new TransportPlan(
        protection, ice, said.media(), manner.mux() ? said.media() : said.control(), manner.mux());
  }
}
