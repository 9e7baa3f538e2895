package io.sallyport.server.seal;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of a Merkle tree with SHA-256: RFC 9162, section 2.1.1. */
final class TreeHash {
  static final int LENGTH = 32;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  // owned by: the thread that made this
  private final MessageDigest sha256 = sha256();

  /** The root of a tree without leaves. */
  static byte[] empty() {
    return sha256().digest();
  }

  static byte[] of(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] leaf(byte[] entry) {
    sha256.update(LEAF);
    return sha256.digest(entry);
  }

  byte[] node(byte[] left, byte[] right) {
    sha256.update(NODE);
    sha256.update(left);
    return sha256.digest(right);
  }

  /** Hashes pairs within one array, the result where its left child was. */
  void node(byte[] hashes, int left, int right) {
    try {
      sha256.update(NODE);
      sha256.update(hashes, left, LENGTH);
      sha256.update(hashes, right, LENGTH);
      sha256.digest(hashes, left, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives 32 bytes", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
