package io.sallyport.server.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * One encrypted piece of an object as it lies in the file: a head of {@value #HEAD} bytes (magic,
 * checksum, index, last or not, length) and the sealed content. Layout in {@code
 * docs/journal-format.md}.
 */
final class Chunk {
  static final int HEAD = 20;
  static final int MAGIC = 0x534F4331; // "SOC1"

  /** Content that a chunk may hold: what a reader must be ready to have in memory. */
  static final int MOST = 4 << 20;

  /** What AES-256-GCM adds: nonce and tag. */
  static final int OVERHEAD = 12 + 16;

  private static final int CHECKED_FROM = 8;

  private Chunk() {}

  static ByteBuffer encode(int index, boolean last, byte[] sealed) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + sealed.length);
    bytes.putInt(MAGIC).putInt(0).putInt(index).putInt(last ? 1 : 0).putInt(sealed.length);
    bytes.put(sealed).flip();
    bytes.putInt(4, checksum(bytes.array(), bytes.limit()));
    return bytes;
  }

  /** Length of the sealed content that a head announces; -1 where it is no head. */
  static int length(ByteBuffer head) {
    int length = head.getInt(16);
    boolean plausible =
        head.getInt(0) == MAGIC
            && length >= OVERHEAD
            && length <= MOST + OVERHEAD
            && (head.getInt(12) & ~1) == 0;
    return plausible ? length : -1;
  }

  static boolean holds(byte[] chunk) {
    return ByteBuffer.wrap(chunk).getInt(4) == checksum(chunk, chunk.length);
  }

  static int index(byte[] chunk) {
    return ByteBuffer.wrap(chunk).getInt(8);
  }

  static boolean last(byte[] chunk) {
    return ByteBuffer.wrap(chunk).getInt(12) == 1;
  }

  /** What the sealing binds: the object, the place in it, and whether it ends there. */
  static byte[] context(ObjectId id, int index, boolean last) {
    byte[] name = id.text().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(5 + name.length)
        .putInt(index)
        .put((byte) (last ? 1 : 0))
        .put(name)
        .array();
  }

  /** The digest that the chain begins with. */
  static byte[] digest(byte[] header) {
    MessageDigest sha = sha256();
    sha.update((byte) 2);
    return sha.digest(header);
  }

  /** The digest after a further chunk. */
  static byte[] digest(byte[] before, byte[] chunk, int length) {
    MessageDigest sha = sha256();
    sha.update((byte) 1);
    sha.update(before);
    sha.update(chunk, 0, length);
    return sha.digest();
  }

  private static int checksum(byte[] chunk, int length) {
    CRC32C crc = new CRC32C();
    crc.update(chunk, CHECKED_FROM, length - CHECKED_FROM);
    return (int) crc.getValue();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
