package io.sallyport.client;

import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.sdp.Setup;
import java.util.List;
import java.util.Optional;

/**
 * How a phone wants its media carried, in every call.
 *
 * @param suites for keys in SDP, the preferred one first
 * @param mux whether RTCP may share RTP's port (RFC 5761)
 * @param setup the role in DTLS handshakes to offer, and to choose where it is offered a choice
 * @param identity present where keys come from DTLS
 */
record MediaSettings(
    Srtp srtp,
    List<CryptoSuite> suites,
    boolean mux,
    Setup setup,
    Optional<DtlsIdentity> identity) {
  static final List<CryptoSuite> DEFAULT_SUITES = List.of(CryptoSuite.values());

  MediaSettings {
    suites = List.copyOf(suites);
  }

  boolean web() {
    return srtp == Srtp.WEB;
  }

  /** The transport to offer in {@code m=} lines. */
  String proto() {
    return switch (srtp) {
      case REQUIRED -> "RTP/SAVP";
      case OPTIONAL, OFF -> "RTP/AVP";
      case DTLS -> "UDP/TLS/RTP/SAVP";
      case WEB -> "UDP/TLS/RTP/SAVPF";
    };
  }
}
