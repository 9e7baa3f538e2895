package io.sallyport.protocol.rtp;

/**
 * An SRTP crypto suite that we offer and accept (RFC 4568 section 6.2, RFC 7714 section 14.2),
 * strongest first: the order of our offers. The third is the one that every phone knows.
 */
public enum CryptoSuite {
  AEAD_AES_256_GCM(32, 12, 16, 16),
  AEAD_AES_128_GCM(16, 12, 16, 16),
  AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10),
  /** SRTCP has the long tag all the same (RFC 4568 section 6.2.2). */
  AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10);

  /** The longest tag of any suite, in bytes. */
  static final int MAX_TAG_LENGTH = 16;

  private final int keyLength;
  private final int saltLength;
  private final int tagLength;
  private final int controlTagLength;

  CryptoSuite(int keyLength, int saltLength, int tagLength, int controlTagLength) {
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
    this.controlTagLength = controlTagLength;
  }

  /** Bytes of master key. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes of master salt, which follows the key in SDES. */
  public int saltLength() {
    return saltLength;
  }

  /** Bytes that authentication adds to an RTP packet. */
  public int tagLength() {
    return tagLength;
  }

  /** Bytes that authentication adds to an RTCP compound, beside the four of its index. */
  public int controlTagLength() {
    return controlTagLength;
  }

  /** Whether one cipher encrypts and authenticates (RFC 7714), instead of AES-CM and an HMAC. */
  boolean isAead() {
    return saltLength == 12;
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
