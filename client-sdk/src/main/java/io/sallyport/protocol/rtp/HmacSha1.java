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
  private static final int INNER_DIGEST = 2 * BLOCK;

  // owned by: the loop of the stream; the first block of either digest, then the inner digest.
  // Together, because all of it is cold by the time of the stream's next packet
  private final byte[] blocks = new byte[INNER_DIGEST + LENGTH];

  /** The key is not kept. It is shorter than a block. */
  HmacSha1(byte[] key) {
    for (int i = 0; i < BLOCK; i++) {
      int each = i < key.length ? key[i] : 0;
      blocks[i] = (byte) (each ^ 0x36);
      blocks[BLOCK + i] = (byte) (each ^ 0x5c);
    }
  }

  /**
   * Leaves the code in {@code work.code}.
   *
   * @param more four bytes that are covered behind the others, or null
   */
  void compute(Workspace work, byte[] bytes, int offset, int length, byte[] more) {
    MessageDigest sha1 = work.sha1;
    sha1.update(blocks, 0, BLOCK);
    sha1.update(bytes, offset, length);
    if (more != null) {
      sha1.update(more, 0, more.length);
    }
    work.digest(blocks, INNER_DIGEST);
    sha1.update(blocks, BLOCK, BLOCK + LENGTH);
    work.digest(work.code, 0);
  }
}
