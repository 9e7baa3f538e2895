package io.sallyport.protocol.stun;

/** Types of the attributes that ICE needs (RFC 8489 section 18.3, RFC 8445 section 21.2). */
final class StunAttribute {
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000a;
  static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802a;

  /** Header of an attribute, and the sizes of those that have but one. */
  static final int HEADER = 4;

  static final int INTEGRITY_SIZE = 20;
  static final int FINGERPRINT_SIZE = 4;

  /** What a fingerprint is combined with, so that other protocols' CRC-32 is none. */
  static final int FINGERPRINT_XOR = 0x5354554e;

  private StunAttribute() {}

  /** Whether whoever does not know the type must refuse the request. */
  static boolean comprehensionRequired(int type) {
    return type < 0x8000;
  }

  static int padded(int size) {
    return size + 3 & ~3;
  }
}
