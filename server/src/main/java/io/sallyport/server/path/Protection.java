package io.sallyport.server.path;

import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.rtp.SrtpKey;

/** How one side's packets are protected, and so by what they prove whose they are. */
public sealed interface Protection {

  /** Clear RTP: proves nothing, so the source address is checked. Only on a port pair. */
  record Plain() implements Protection {}

  /**
   * SRTP with keys from SDP (RFC 4568).
   *
   * @param receive the key under which the side's packets must verify
   * @param send our key toward the side
   */
  record Sdes(SrtpKey receive, SrtpKey send) implements Protection {}

  /**
   * SRTP with keys from a DTLS handshake (RFC 5763).
   *
   * @param peer the certificate that the side's SDP promised
   * @param active whether we send the ClientHello, because the side insists on {@code
   *     setup:passive}
   */
  record Dtls(Fingerprint peer, boolean active) implements Protection {}
}
