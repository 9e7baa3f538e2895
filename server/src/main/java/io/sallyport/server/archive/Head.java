package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How far the journal has come, kept in a small file beside it: a chain of hashes alone cannot show
 * that whole records were cut off its end. It is written after the records' own fsync and never
 * before, so that it may lag behind a crash but never claims what is not there. It lies within one
 * sector of the disk, which is written or not, never half.
 */
record Head(byte[] log, long sequence, byte[] hash) {
  static final String FILE = "head";
  static final int LENGTH = 8 + SegmentHeader.LOG_LENGTH + 8 + Hashes.LENGTH + 4;
  private static final long MAGIC = 0x53414C4C59484431L; // "SALLYHD1"

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(MAGIC).put(log).putLong(sequence).put(hash);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, LENGTH - 4);
    return bytes.putInt((int) crc.getValue()).flip();
  }

  /** The head of a journal; empty where there is none. */
  static Optional<Head> read(Path directory) throws IOException, Damage {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, Math.max(0, Math.min(bytes.length, LENGTH) - 4));
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length != LENGTH
        || in.getLong() != MAGIC
        || in.getInt(LENGTH - 4) != (int) crc.getValue()) {
      throw new Damage("the file that says how far the journal has come is damaged");
    }
    byte[] log = new byte[SegmentHeader.LOG_LENGTH];
    byte[] hash = new byte[Hashes.LENGTH];
    in.get(log);
    long sequence = in.getLong();
    in.get(hash);
    return Optional.of(new Head(log, sequence, hash));
  }
}
