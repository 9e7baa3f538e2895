package io.sallyport.server.archive;

import io.sallyport.server.vault.KeyRing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first {@value #LENGTH} bytes of a segment: whose log it is, where it begins, what came
 * before, and the wrapped key of its bodies. Layout in {@code docs/journal-format.md}.
 *
 * @param log random id of the log, the same in every segment
 * @param firstSequence sequence of the first record, which names the file
 * @param createdMillis wall clock
 * @param previous hash of the last record of the segment before
 * @param wrappedKey the data key of the segment's bodies, as {@link KeyRing#wrap} gives it
 */
record SegmentHeader(
    byte[] log, long firstSequence, long createdMillis, byte[] previous, byte[] wrappedKey) {
  static final int LENGTH = 148;
  static final int LOG_LENGTH = 16;
  static final int WRAPPED_LENGTH = 32 + KeyRing.OVERHEAD;
  private static final int RESERVED = 3;
  private static final long MAGIC = 0x53414C4C594A3031L; // "SALLYJ01"
  private static final int CHECKED_FROM = 16;

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(MAGIC).putInt(LENGTH).putInt(0);
    bytes.put(authenticated()).put(new byte[RESERVED]).put(wrappedKey);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), CHECKED_FROM, LENGTH - CHECKED_FROM);
    bytes.putInt(12, (int) crc.getValue());
    return bytes.array();
  }

  /** What the wrapping of the key vouches for: everything before the wrapped key. */
  byte[] authenticated() {
    return ByteBuffer.allocate(LENGTH - CHECKED_FROM - RESERVED - WRAPPED_LENGTH)
        .put(log)
        .putLong(firstSequence)
        .putLong(createdMillis)
        .put(previous)
        .array();
  }

  static SegmentHeader decode(byte[] bytes) throws Damage {
    if (bytes.length < LENGTH) {
      throw new Damage(
          "the segment's header is cut short: " + bytes.length + " of " + LENGTH + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MAGIC || in.getInt() != LENGTH) {
      throw new Damage("the file does not begin with a segment's header");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, CHECKED_FROM, LENGTH - CHECKED_FROM);
    if (in.getInt() != (int) crc.getValue()) {
      throw new Damage("the segment's header does not match its checksum");
    }
    byte[] log = take(in, LOG_LENGTH);
    long first = in.getLong();
    long created = in.getLong();
    byte[] previous = take(in, Hashes.LENGTH);
    in.position(in.position() + RESERVED);
    return new SegmentHeader(log, first, created, previous, take(in, WRAPPED_LENGTH));
  }

  boolean sameLog(byte[] other) {
    return Arrays.equals(log, other);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
