package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key derivation of SRTP (RFC 3711 section 4.3) with a derivation rate of zero: session keys
 * depend on the master key alone, so one set serves every source of a stream.
 */
final class SessionKeys {
  static final int RTP_ENCRYPTION = 0;
  static final int RTP_AUTHENTICATION = 1;
  static final int RTP_SALT = 2;
  static final int RTCP_ENCRYPTION = 3;
  static final int RTCP_AUTHENTICATION = 4;
  static final int RTCP_SALT = 5;

  private static final int BLOCK = 16;

  // asking for a cipher by name alone searches all providers, at every key of every call
  private static final Provider PROVIDER = provider();

  // immutable
  private final int saltLength;
  private final byte[] salt;
  private final Cipher aes;

  SessionKeys(SrtpKey master) throws GeneralSecurityException {
    CryptoSuite suite = master.suite();
    saltLength = suite.saltLength();
    salt = master.masterSalt();
    aes = aes(master.masterKey());
  }

  /**
   * The key of that label: the key stream of AES-CM at (salt XOR label) * 2^16. A salt of 12 bytes
   * is padded to 14 (RFC 7714 section 11).
   */
  byte[] derive(int label, int length) throws GeneralSecurityException {
    byte[] counters = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
    for (int block = 0; block * BLOCK < length; block++) {
      System.arraycopy(salt, 0, counters, block * BLOCK, saltLength);
      counters[block * BLOCK + 7] ^= (byte) label;
      counters[block * BLOCK + BLOCK - 1] = (byte) block;
    }
    return Arrays.copyOf(aes.doFinal(counters), length);
  }

  /** The block cipher under a key, for whole blocks. */
  static Cipher aes(byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", PROVIDER);
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return cipher;
  }

  /** AES-GCM, without a key yet. */
  static Cipher gcm() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance("AES/ECB/NoPadding").getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks AES", e);
    }
  }
}
