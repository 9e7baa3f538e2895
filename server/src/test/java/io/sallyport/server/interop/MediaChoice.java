package io.sallyport.server.interop;

/** How a softphone is set to protect and transport its media, and which media it has. */
record MediaChoice(Keying keying, boolean ice, boolean video) {

  /** Where the keys of its SRTP come from. */
  enum Keying {
    /** No SRTP: for networks that allow it. */
    PLAIN,
    /** Keys in SDP (RFC 4568), RTP/SAVP, and nothing else accepted. */
    SDES,
    /** Keys in SDP under RTP/AVP: SRTP where the other side knows it. */
    SDES_IF_POSSIBLE,
    /** Keys from a DTLS handshake (RFC 5763). */
    DTLS
  }

  /** SDES without ICE, audio alone: as most desk phones come. */
  static final MediaChoice USUAL = new MediaChoice(Keying.SDES, false, false);

  static MediaChoice of(Keying keying) {
    return new MediaChoice(keying, false, false);
  }

  MediaChoice withIce() {
    return new MediaChoice(keying, true, video);
  }

  MediaChoice withVideo() {
    return new MediaChoice(keying, ice, true);
  }
}
