package io.sallyport.server.media;

import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Rules;
import java.util.List;

/**
 * What holds for the descriptions of all calls.
 *
 * @param advertisedAddress address or host name that is shown to phones; empty for the address that
 *     the phone's signalling came to
 * @param plainNetworks whose phones may use RTP without encryption
 * @param codecs names of the codecs that may be used, in any case; empty for all
 * @param bitsPerSecond cap for each stream and direction; 0 for none
 * @param fingerprint of our DTLS certificate
 */
public record MediaRules(
    String advertisedAddress,
    Networks plainNetworks,
    List<String> codecs,
    long bitsPerSecond,
    Fingerprint fingerprint) {

  public MediaRules {
    codecs = List.copyOf(codecs);
  }

  /** Whether a phone at that place may use RTP without encryption. */
  boolean plainAllowed(Rules rules) {
    return !rules.requireSrtp() && plainNetworks.contains(rules.signallingAddress());
  }

  /** The same with no more bandwidth than a side may have. */
  MediaRules within(Limits limits) {
    long cap = limits.cap(bitsPerSecond);
    return cap == bitsPerSecond
        ? this
        : new MediaRules(advertisedAddress, plainNetworks, codecs, cap, fingerprint);
  }

  /** Our address as one side sees it. */
  Connection advertised(Rules rules) {
    if (advertisedAddress.isEmpty()) {
      return Connection.of(rules.localAddress());
    }
    return new Connection(advertisedAddress.indexOf(':') >= 0 ? 6 : 4, advertisedAddress);
  }
}
