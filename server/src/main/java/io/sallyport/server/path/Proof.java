package io.sallyport.server.path;

/** By what a place was proven to be the side's; the first word of the record's proof of path. */
enum Proof {
  /** The agreed address of plain RTP. */
  ADDRESS,
  /** An SRTP tag that verified under the side's key. */
  SRTP,
  /** The same for SRTCP. */
  SRTCP,
  /** An ICE connectivity check with the side's credentials (RFC 8445). */
  ICE,
  /** A DTLS handshake with the certificate that the side's SDP promised (RFC 5763). */
  DTLS
}
