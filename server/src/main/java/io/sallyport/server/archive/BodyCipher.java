package io.sallyport.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts the bodies of one segment: AES-256-GCM, a random nonce each, bound to log,
 * sequence and type, so that a body cannot be moved to another record.
 */
final class BodyCipher {
  // immutable
  private final SecretKeySpec key;
  private final byte[] log;

  // owned by: the thread that uses this
  private final Cipher cipher;

  BodyCipher(SecretKeySpec key, byte[] log) throws GeneralSecurityException {
    this.key = key;
    this.log = log;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  /** Nonce, ciphertext and tag. */
  byte[] seal(byte[] body, byte[] nonce, long sequence, String type) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(MasterCipher.TAG_BITS, nonce));
      cipher.updateAAD(bound(sequence, type));
      byte[] part = Arrays.copyOf(nonce, sealedLength(body.length));
      cipher.doFinal(body, 0, body.length, part, nonce.length);
      return part;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  byte[] open(Frame frame) throws Damage {
    byte[] part = frame.bodyPart();
    if (part.length < sealedLength(0)) {
      throw new Damage("the encrypted body is too short to be one");
    }
    try {
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(MasterCipher.TAG_BITS, part, 0, MasterCipher.NONCE));
      cipher.updateAAD(bound(frame.sequence(), frame.type()));
      return cipher.doFinal(part, MasterCipher.NONCE, part.length - MasterCipher.NONCE);
    } catch (GeneralSecurityException e) {
      throw new Damage("the encrypted body does not open");
    }
  }

  static int sealedLength(int bodyLength) {
    return MasterCipher.NONCE + bodyLength + MasterCipher.TAG_BITS / 8;
  }

  private byte[] bound(long sequence, String type) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(log.length + 8 + name.length)
        .put(log)
        .putLong(sequence)
        .put(name)
        .array();
  }
}
