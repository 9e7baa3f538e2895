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
  AES128_CM_SHA1_80(
      SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
      CryptoSuite.AES_CM_128_HMAC_SHA1_80,
      16,
      14),
  AES128_CM_SHA1_32(
      SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32,
      CryptoSuite.AES_CM_128_HMAC_SHA1_32,
      16,
      14);

  static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

  private final int code;
  private final CryptoSuite suite;
  private final int keyLength;
  private final int saltLength;

  SrtpProfile(int code, CryptoSuite suite, int keyLength, int saltLength) {
    this.code = code;
    this.suite = suite;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
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
    return 2 * (keyLength + saltLength);
  }

  /** The client's key, or the server's, from what was exported (RFC 5764 section 4.2). */
  SrtpKey key(byte[] exported, boolean client) {
    byte[] material = new byte[keyLength + saltLength];
    int key = client ? 0 : keyLength;
    int salt = 2 * keyLength + (client ? 0 : saltLength);
    System.arraycopy(exported, key, material, 0, keyLength);
    System.arraycopy(exported, salt, material, keyLength, saltLength);
    return SrtpKey.of(suite, material);
  }
}
