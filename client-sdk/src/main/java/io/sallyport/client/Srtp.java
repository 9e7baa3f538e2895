package io.sallyport.client;

/** How a phone protects its media, in what it offers and in what it accepts. */
public enum Srtp {
  /**
   * SRTP under keys from SDP (RFC 4568): offers RTP/SAVP and refuses calls without it. Which suites
   * is {@link PhoneBuilder#suites}.
   */
  REQUIRED,
  /** Offers RTP/AVP with keys beside it (RFC 8643) and takes whichever profile is offered. */
  OPTIONAL,
  /** Plain RTP only. */
  OFF,
  /** SRTP under keys from a DTLS handshake (RFC 5763), and nothing else; no ICE. */
  DTLS,
  /**
   * As a browser: DTLS-SRTP after ICE (RFC 8445), RTCP on RTP's port, audio and video on one port
   * where the other side agrees to BUNDLE (RFC 9143).
   */
  WEB;

  /** Whether keys come from DTLS. */
  boolean dtls() {
    return this == DTLS || this == WEB;
  }
}
