package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
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

  private SessionKeys() {}

  /**
   * The key of that label: the key stream of AES-CM at (salt XOR label) * 2^16. A salt of 12 bytes
   * is padded to 14 (RFC 7714 section 11).
   */
  static byte[] derive(SrtpKey master, int label, int length) throws GeneralSecurityException {
    CryptoSuite suite = master.suite();
    byte[] iv = new byte[16];
    System.arraycopy(master.material(), suite.keyLength(), iv, 0, suite.saltLength());
    iv[7] ^= (byte) label;
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    SecretKeySpec key = new SecretKeySpec(master.material(), 0, suite.keyLength(), "AES");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    return cipher.doFinal(new byte[length]);
  }
}
