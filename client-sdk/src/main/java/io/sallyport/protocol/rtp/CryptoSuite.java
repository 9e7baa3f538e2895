package io.sallyport.protocol.rtp;

/**
 * An SRTP crypto suite of SDES (RFC 4568 section 6.2) that we offer and accept, strongest first.
 */
public enum CryptoSuite {
  AES_CM_128_HMAC_SHA1_80(10),
  AES_CM_128_HMAC_SHA1_32(4);

  /** Bytes of master key and master salt, as SDES carries them. */
  static final int KEY_LENGTH = 16;

  static final int SALT_LENGTH = 14;

  /** SRTCP always has the long tag, whatever the suite's tag for RTP (RFC 4568 section 6.2.2). */
  static final int CONTROL_TAG_LENGTH = 10;

  private final int tagLength;

  CryptoSuite(int tagLength) {
    this.tagLength = tagLength;
  }

  /** Bytes that authentication adds to an RTP packet. */
  public int tagLength() {
    return tagLength;
  }

  /** The suite of that name, or null where we do not know it. */
  static CryptoSuite named(String name) {
    for (CryptoSuite suite : values()) {
      if (suite.name().equals(name)) {
        return suite;
      }
    }
    return null;
  }
}
