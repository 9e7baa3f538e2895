package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the tag of a source's first packet (RFC 3711 section 4.2) before anything is built for
 * that source. The keys depend on the master key alone, so one authenticator serves every source of
 * a stream.
 */
final class SrtpAuthenticator {
  private static final int RTP_AUTH_LABEL = 1;
  private static final int RTCP_AUTH_LABEL = 4;
  private static final int AUTH_KEY_LENGTH = 20;

  // immutable
  private final int tagLength;
  // owned by: the loop of the stream
  private final Mac media;
  private final Mac control;
  private final byte[] computed = new byte[AUTH_KEY_LENGTH];
  private final byte[] rollover = new byte[4];

  SrtpAuthenticator(SdesCrypto crypto) {
    this.tagLength = crypto.suite().tagLength();
    try {
      this.media = mac(crypto, RTP_AUTH_LABEL);
      this.control = mac(crypto, RTCP_AUTH_LABEL);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks AES or HMAC-SHA1", e);
    }
  }

  /**
   * The rollover counter under which an RTP packet verifies, or -1. A source starts with 0; with 1
   * where the sequence wrapped before the first packet that reached us.
   */
  int verifyFirst(PacketBuffer packet) throws GeneralSecurityException {
    for (int roc = 0; roc <= 1; roc++) {
      int covered = packet.length() - tagLength;
      media.update(packet.bytes(), packet.offset(), covered);
      RtpHeader.putInt32(rollover, 0, roc);
      media.update(rollover);
      media.doFinal(computed, 0);
      if (sameTag(packet, covered, tagLength)) {
        return roc;
      }
    }
    return -1;
  }

  boolean verifyControl(PacketBuffer packet) throws GeneralSecurityException {
    int covered = packet.length() - CryptoSuite.CONTROL_TAG_LENGTH;
    control.update(packet.bytes(), packet.offset(), covered);
    control.doFinal(computed, 0);
    return sameTag(packet, covered, CryptoSuite.CONTROL_TAG_LENGTH);
  }

  /** Compares in constant time. */
  private boolean sameTag(PacketBuffer packet, int covered, int length) {
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= computed[i] ^ packet.bytes()[packet.offset() + covered + i];
    }
    return difference == 0;
  }

  /**
   * RFC 3711 section 4.3.1 and 4.3.3: the session key is the key stream of AES-CM at (salt XOR
   * label) * 2^16.
   */
  private static Mac mac(SdesCrypto crypto, int label) throws GeneralSecurityException {
    byte[] iv = new byte[16];
    System.arraycopy(crypto.masterSalt(), 0, iv, 0, CryptoSuite.SALT_LENGTH);
    iv[7] ^= (byte) label;
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(crypto.masterKey(), "AES"), new IvParameterSpec(iv));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(cipher.doFinal(new byte[AUTH_KEY_LENGTH]), "HmacSHA1"));
    return mac;
  }
}
