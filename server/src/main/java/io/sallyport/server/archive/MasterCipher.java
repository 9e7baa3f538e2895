package io.sallyport.server.archive;

import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.KeyRing;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * The archive keys at work on the journal: they wrap one data key for each segment, and are never
 * used on a body, so that they can change without a body being written again.
 */
final class MasterCipher {
  static final int NONCE = 12;
  static final int TAG_BITS = 128;
  private static final int KEY_LENGTH = 32;

  // immutable
  private final KeyRing ring;

  MasterCipher(KeyRing ring) {
    this.ring = ring;
  }

  /** Whether the key is in the ring that wrapped this segment's data key. */
  boolean holds(byte[] wrappedKey) {
    return ring.holds(wrappedKey);
  }

  /** The header of a new segment with a fresh data key inside. */
  SegmentHeader newSegment(
      byte[] log, long firstSequence, long createdMillis, byte[] previous, SecureRandom random) {
    byte[] dataKey = new byte[KEY_LENGTH];
    random.nextBytes(dataKey);
    SegmentHeader bare =
        new SegmentHeader(
            log, firstSequence, createdMillis, previous, new byte[SegmentHeader.WRAPPED_LENGTH]);
    byte[] wrapped = ring.wrap(dataKey, bare.authenticated());
    Arrays.fill(dataKey, (byte) 0);
    return new SegmentHeader(log, firstSequence, createdMillis, previous, wrapped);
  }

  /** The cipher of a segment's bodies; damage where the key does not open. */
  BodyCipher bodies(SegmentHeader header) throws Damage {
    try {
      byte[] dataKey = ring.unwrap(header.wrappedKey(), header.authenticated());
      try {
        return new BodyCipher(new SecretKeySpec(dataKey, "AES"), header.log());
      } finally {
        Arrays.fill(dataKey, (byte) 0);
      }
    } catch (KeyFault e) {
      throw new Damage("the segment's data key: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-256-GCM", e);
    }
  }
}
