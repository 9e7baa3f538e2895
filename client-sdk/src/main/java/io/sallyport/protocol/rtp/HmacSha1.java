package io.sallyport.protocol.rtp;

import java.security.MessageDigest;

/**
 * HMAC-SHA1 under one key (RFC 2104), worked out with a digest that all keys of a loop share: the
 * runtime's own object per key allocates for each packet, and its state is cold in the cache when
 * the next packet of the stream comes.
 */
final class HmacSha1 {
  static final int LENGTH = 20;

  private static final int BLOCK = 64;

  // immutable
  private final byte[] inner = new byte[BLOCK];
  // owned by: the loop of the stream; the block of the outer digest, then the inner digest
  private final byte[] outer = new byte[BLOCK + LENGTH];

  /** The key is not kept. It is shorter than a block. */
  HmacSha1(byte[] key) {
    for (int i = 0; i < BLOCK; i++) {
      int each = i < key.length ? key[i] : 0;
      inner[i] = (byte) (each ^ 0x36);
      outer[i] = (byte) (each ^ 0x5c);
    }
  }

  /**
   * Leaves the code in {@code work.code}.
   *
   * @param more four bytes that are covered behind the others, or null
   */
  void compute(Workspace work, byte[] bytes, int offset, int length, byte[] more) {
    MessageDigest sha1 = work.sha1;
    sha1.update(inner, 0, BLOCK);
    sha1.update(bytes, offset, length);
    if (more != null) {
      sha1.update(more, 0, more.length);
    }
    work.digest(outer, BLOCK);
    sha1.update(outer, 0, BLOCK + LENGTH);
    work.digest(work.code, 0);
  }
}
