package io.sallyport.server.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first {@value #LENGTH} bytes of an encrypted object: what it is, and its data key, wrapped by
 * an archive key. Layout in {@code docs/journal-format.md}.
 *
 * @param createdMillis wall clock
 * @param kind what the content is, such as {@code recording}; at most 16 letters
 * @param wrappedKey the data key as {@link KeyRing#wrap} gives it
 */
record ObjectHeader(long createdMillis, String kind, byte[] wrappedKey) {
  static final int LENGTH = 8 + 4 + 4 + 8 + 16 + 32 + KeyRing.OVERHEAD;
  static final int DATA_KEY = 32;
  private static final long MAGIC = 0x53414C4C594F3031L; // "SALLYO01"
  private static final int CHECKED_FROM = 16;
  private static final int KIND = 16;

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(MAGIC).putInt(LENGTH).putInt(0).putLong(createdMillis);
    bytes.put(paddedKind()).put(wrappedKey);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), CHECKED_FROM, LENGTH - CHECKED_FROM);
    bytes.putInt(12, (int) crc.getValue());
    return bytes.array();
  }

  /** What the wrapping of the key vouches for. */
  static byte[] context(ObjectId id, long createdMillis, String kind) {
    byte[] name = id.text().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(8 + KIND + name.length)
        .putLong(createdMillis)
        .put(new ObjectHeader(createdMillis, kind, new byte[0]).paddedKind())
        .put(name)
        .array();
  }

  /** The header, or null where these bytes are none. */
  static ObjectHeader decode(byte[] bytes) {
    if (bytes.length < LENGTH) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CRC32C crc = new CRC32C();
    crc.update(bytes, CHECKED_FROM, LENGTH - CHECKED_FROM);
    if (in.getLong() != MAGIC || in.getInt() != LENGTH || in.getInt() != (int) crc.getValue()) {
      return null;
    }
    long created = in.getLong();
    byte[] kind = new byte[KIND];
    in.get(kind);
    byte[] wrapped = new byte[ObjectHeader.DATA_KEY + KeyRing.OVERHEAD];
    in.get(wrapped);
    return new ObjectHeader(
        created, new String(kind, StandardCharsets.US_ASCII).replace("\0", ""), wrapped);
  }

  private byte[] paddedKind() {
    byte[] letters = kind.getBytes(StandardCharsets.US_ASCII);
    if (letters.length > KIND) {
      throw new IllegalArgumentException("too long for a kind: " + kind);
    }
    return ByteBuffer.allocate(KIND).put(letters).array();
  }
}
