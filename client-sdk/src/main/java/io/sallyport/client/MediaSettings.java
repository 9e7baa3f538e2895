package io.sallyport.client;

import io.sallyport.protocol.rtp.CryptoSuite;
import java.util.List;

/**
 * How a phone wants its media carried, in every call.
 *
 * @param suites for keys in SDP, the preferred one first
 * @param mux whether RTCP may share RTP's port (RFC 5761)
 */
record MediaSettings(Srtp srtp, List<CryptoSuite> suites, boolean mux) {
  static final List<CryptoSuite> DEFAULT_SUITES = List.of(CryptoSuite.values());

  MediaSettings {
    suites = List.copyOf(suites);
  }
}
