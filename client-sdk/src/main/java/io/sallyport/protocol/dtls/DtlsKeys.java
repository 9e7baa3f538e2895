package io.sallyport.protocol.dtls;

import io.sallyport.protocol.rtp.SrtpKey;

/**
 * What a handshake gave: SRTP keys (RFC 5764 section 4.2) and the certificate of whoever has the
 * other ones. They are worth nothing before the certificate is compared with the fingerprint that
 * signalling promised.
 *
 * @param receive for what the peer sends
 * @param send for what we send
 * @param peerCertificate DER
 */
public record DtlsKeys(SrtpKey receive, SrtpKey send, byte[] peerCertificate) {

  /** Whether the peer is the one that was promised. */
  public boolean from(Fingerprint promised) {
    return promised.matches(peerCertificate);
  }

  @Override
  public String toString() {
    return receive + " from " + Fingerprint.of("sha-256", peerCertificate).print();
  }
}
