package io.sallyport.server.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digests of the journal. A record's hash is the leaf hash of RFC 9162, section 2.1.1, so that
 * the chain of today and a tree over the same records agree on what a record is.
 */
final class Hashes {
  static final int LENGTH = 32;
  private static final byte[] NOTHING = new byte[LENGTH];
  private static final byte LEAF = 0;
  private static final byte SEGMENT = 2;

  // owned by: the thread that made this
  private final MessageDigest sha256;

  Hashes() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What stands for the record before the first one, and for a part that was never there. */
  static byte[] nothing() {
    return NOTHING.clone();
  }

  static boolean isNothing(byte[] hash) {
    return MessageDigest.isEqual(hash, NOTHING);
  }

  byte[] leaf(byte[] bytes, int offset, int length) {
    sha256.update(LEAF);
    sha256.update(bytes, offset, length);
    return sha256.digest();
  }

  /** The hash of a segment's header, which its first record names as what came before it. */
  byte[] segment(byte[] header) {
    sha256.update(SEGMENT);
    return sha256.digest(header);
  }

  byte[] part(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    return sha256.digest();
  }
}
