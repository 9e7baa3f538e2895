package io.sallyport.server.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The key that signs one checkpoint. The next one's seed is a hash of this one's, so that who gets
 * hold of a key can sign what comes but nothing of what was (forward security).
 *
 * @param number of the checkpoint that it signs
 */
record EpochKey(long number, byte[] seed) {
  private static final long MAGIC = 0x53414C4C59454B31L; // "SALLYEK1"
  private static final int LENGTH = 8 + 8 + TreeHash.LENGTH + 4;
  private static final byte EVOLVE = 3;

  SigningKey key(String origin) {
    return new SigningKey(Checkpoint.epochName(origin), seed);
  }

  EpochKey evolve() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(EVOLVE);
      return new EpochKey(number + 1, sha256.digest(seed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(number).put(seed);
    return bytes.putInt(checksum(bytes.array())).array();
  }

  static EpochKey decode(byte[] bytes) throws Fault {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length != LENGTH
        || in.getLong() != MAGIC
        || in.getInt(LENGTH - 4) != checksum(bytes)) {
      throw new Fault("it is no key of an epoch");
    }
    return new EpochKey(in.getLong(), Arrays.copyOfRange(bytes, 16, 16 + TreeHash.LENGTH));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, LENGTH - 4);
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return "EpochKey[" + number + ", redacted]";
  }
}
