package io.sallyport.protocol.dtls;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.SrtpKey;
import java.util.Optional;
import org.bouncycastle.tls.SRTPProtectionProfile;

/**
 * A protection profile of the use_srtp extension (RFC 5764 section 4.1.2, RFC 7714 section 14.2)
 * and the suite that it stands for, in the order in which we prefer them.
 */
enum SrtpProfile {
  AEAD_AES_256_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM, CryptoSuite.AEAD_AES_256_GCM),
  AEAD_AES_128_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, CryptoSuite.AEAD_AES_128_GCM),
  AES128_CM_SHA1_80(
      SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, CryptoSuite.AES_CM_128_HMAC_SHA1_80),
  AES128_CM_SHA1_32(
      SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32, CryptoSuite.AES_CM_128_HMAC_SHA1_32);

  static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

  private final int code;
  private final CryptoSuite suite;

  SrtpProfile(int code, CryptoSuite suite) {
    this.code = code;
    this.suite = suite;
  }

  /** All of them, as a client offers them. */
  static int[] offer() {
    SrtpProfile[] profiles = values();
    int[] codes = new int[profiles.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = profiles[i].code;
    }
    return codes;
  }

  /** The first of ours that the peer has too. */
  static Optional<SrtpProfile> choose(int[] offered) {
    for (SrtpProfile profile : values()) {
      for (int code : offered) {
        if (code == profile.code) {
          return Optional.of(profile);
        }
      }
    }
    return Optional.empty();
  }

  int code() {
    return code;
  }

  CryptoSuite suite() {
    return suite;
  }

  /** Bytes to export: both sides' keys, then both sides' salts. */
  int exportLength() {
    return 2 * (suite.keyLength() + suite.saltLength());
  }

  /** The client's key, or the server's, from what was exported (RFC 5764 section 4.2). */
  SrtpKey key(byte[] exported, boolean client) {
    int keyLength = suite.keyLength();
    int saltLength = suite.saltLength();
    byte[] material = new byte[keyLength + saltLength];
    int key = client ? 0 : keyLength;
    int salt = 2 * keyLength + (client ? 0 : saltLength);
    System.arraycopy(exported, key, material, 0, keyLength);
    System.arraycopy(exported, salt, material, keyLength, saltLength);
    return SrtpKey.of(suite, material);
  }
}
