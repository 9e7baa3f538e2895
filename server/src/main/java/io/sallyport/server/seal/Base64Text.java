package io.sallyport.server.seal;

import java.util.Base64;

/** Base 64 (RFC 4648, section 4) with one text only for each value: what differs is a fault. */
final class Base64Text {
  private Base64Text() {}

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] decode(String text) throws Fault {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // Java lets padding be left out and ignores the last bits: a flipped one would go unseen
      if (encode(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new Fault("it holds what is no base64");
  }

  /** A hash or public key. */
  static byte[] decode32(String text) throws Fault {
    byte[] bytes = decode(text);
    if (bytes.length != TreeHash.LENGTH) {
      throw new Fault("it holds " + bytes.length + " bytes where 32 are expected");
    }
    return bytes;
  }
}
