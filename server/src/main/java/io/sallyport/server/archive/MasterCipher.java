package io.sallyport.server.archive;

import io.sallyport.server.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master key at work: it wraps one data key for each segment (AES-256-GCM), and is itself never
 * used on a body, so that it can change without a body being written again.
 */
final class MasterCipher {
  static final int NONCE = 12;
  static final int TAG_BITS = 128;
  private static final int KEY_LENGTH = 32;

  // immutable
  private final SecretKeySpec key;
  private final byte[] keyId;

  MasterCipher(Secret master) {
    byte[] bytes = master.reveal();
    if (bytes.length != KEY_LENGTH) {
      throw new IllegalArgumentException(
          "the archive's master key must be " + KEY_LENGTH + " bytes, not " + bytes.length);
    }
    key = new SecretKeySpec(bytes, "AES");
    byte[] label = "sallyport journal key id".getBytes(StandardCharsets.US_ASCII);
    byte[] labelled = Arrays.copyOf(label, label.length + bytes.length);
    System.arraycopy(bytes, 0, labelled, label.length, bytes.length);
    keyId =
        Arrays.copyOf(new Hashes().part(labelled, 0, labelled.length), SegmentHeader.KEY_ID_LENGTH);
    Arrays.fill(labelled, (byte) 0);
    Arrays.fill(bytes, (byte) 0);
  }

  byte[] keyId() {
    return keyId.clone();
  }

  boolean wrapped(SegmentHeader header) {
    return MessageDigest.isEqual(keyId, header.keyId());
  }

  /** The header of a new segment with a fresh data key inside. */
  SegmentHeader newSegment(
      byte[] log, long firstSequence, long createdMillis, byte[] previous, SecureRandom random) {
    byte[] dataKey = new byte[KEY_LENGTH];
    byte[] nonce = new byte[NONCE];
    random.nextBytes(dataKey);
    random.nextBytes(nonce);
    SegmentHeader bare =
        new SegmentHeader(
            log,
            firstSequence,
            createdMillis,
            previous,
            keyId,
            new byte[SegmentHeader.WRAPPED_LENGTH]);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bare.authenticated());
      byte[] wrapped = Arrays.copyOf(nonce, SegmentHeader.WRAPPED_LENGTH);
      cipher.doFinal(dataKey, 0, KEY_LENGTH, wrapped, NONCE);
      return new SegmentHeader(log, firstSequence, createdMillis, previous, keyId, wrapped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** The cipher of a segment's bodies; damage where the key does not open. */
  BodyCipher bodies(SegmentHeader header) throws Damage {
    if (!wrapped(header)) {
      throw new Damage("the bodies of this segment were encrypted under another master key");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] wrapped = header.wrappedKey();
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE));
      cipher.updateAAD(header.authenticated());
      byte[] dataKey = cipher.doFinal(wrapped, NONCE, wrapped.length - NONCE);
      try {
        return new BodyCipher(new SecretKeySpec(dataKey, "AES"), header.log());
      } finally {
        Arrays.fill(dataKey, (byte) 0);
      }
    } catch (GeneralSecurityException e) {
      throw new Damage("the segment's data key does not open under the master key");
    }
  }
}
