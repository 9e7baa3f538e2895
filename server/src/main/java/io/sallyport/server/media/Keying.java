package io.sallyport.server.media;

/**
 * How a device is offered the keys of SRTP; when it offers itself, it is answered in its own way.
 */
public enum Keying {
  /** In SDP (RFC 4568): desk phones and most softphones. */
  SDES,
  /** By a DTLS handshake (RFC 5763), with ICE and BUNDLE: browsers, which know nothing else. */
  DTLS;

  public Keying other() {
    return this == SDES ? DTLS : SDES;
  }
}
