package io.sallyport.protocol.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY with short-term credentials (RFC 8489 section 14.5): HMAC-SHA1 keyed with the
 * password. Holds its buffers, so each loop has its own.
 */
public final class StunIntegrity {
  private static final String ALGORITHM = "HmacSHA1";

  // owned by: the loop that uses it
  private final Mac mac;
  private final byte[] expected = new byte[StunAttribute.INTEGRITY_SIZE];
  private final byte[] received = new byte[StunAttribute.INTEGRITY_SIZE];
  private final byte[] start = new byte[4];

  public StunIntegrity() {
    try {
      mac = Mac.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JRE has " + ALGORITHM, e);
    }
  }

  /** Whether the message was made by somebody who knows the password; compares in constant time. */
  public boolean verifies(StunMessage message, String password) {
    if (!message.hasIntegrity() || password.isEmpty()) {
      return false;
    }
    int at = message.integrityAt();
    digest(message.bytes(), message.offset(), at, password, expected, 0);
    System.arraycopy(
        message.bytes(), at + StunAttribute.HEADER, received, 0, StunAttribute.INTEGRITY_SIZE);
    return MessageDigest.isEqual(expected, received);
  }

  /**
   * The digest of a message that begins at {@code from} and whose MESSAGE-INTEGRITY begins at
   * {@code at}: the header's length counts up to the end of that attribute, whatever follows.
   */
  void digest(byte[] bytes, int from, int at, String password, byte[] target, int targetAt) {
    int covered = at + StunAttribute.HEADER + StunAttribute.INTEGRITY_SIZE - from;
    int body = covered - StunMessage.HEADER_LENGTH;
    start[0] = bytes[from];
    start[1] = bytes[from + 1];
    start[2] = (byte) (body >> 8);
    start[3] = (byte) body;
    try {
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(start);
      mac.update(bytes, from + 4, at - from - 4);
      mac.doFinal(target, targetAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
