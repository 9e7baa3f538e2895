package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.buffer;
import static io.sallyport.protocol.rtp.Packets.bytes;
import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets and keys that others published. */
class SrtpVectorsTest {
  private static final String SALT = "517569642070726f2071756f";

  /** RFC 3711 appendix B.3. */
  @Test
  void sessionKeysAreDerivedAsTheRfcDoes() throws GeneralSecurityException {
    SrtpKey master =
        SrtpKey.of(
            CryptoSuite.AES_CM_128_HMAC_SHA1_80,
            hex("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6"));

    SessionKeys keys = new SessionKeys(master);
    assertThat(keys.derive(SessionKeys.RTP_ENCRYPTION, 16))
        .isEqualTo(hex("c61e7a93744f39ee10734afe3ff7a087"));
    assertThat(keys.derive(SessionKeys.RTP_SALT, 14))
        .isEqualTo(hex("30cbbc08863d8c85d49db34a9ae1"));
    assertThat(keys.derive(SessionKeys.RTP_AUTHENTICATION, 20))
        .isEqualTo(hex("cebe321f6ff7716b6fd4ab49af256a156d38baa4"));
  }

  /** RFC 7714 sections 16.1.1 and 16.2.1, which give session keys. */
  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f,"
        + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
        + "899d7f27beb16a9152cf765ee4390cce",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
        + "7aa3db36dfffd6b0f9bb7878d7a76c13"
  })
  void theRtpTagsOfAesGcmVerify(String key, String protectedPayload) throws Exception {
    GcmAuthenticator.Part part =
        new GcmAuthenticator.Part(hex(key), hex(SALT), new BasicGCMMultiplier());
    GcmAuthenticator authenticator = new GcmAuthenticator(part, part);
    byte[] packet = hex("8040f17b8041f8d35501a0b2" + protectedPayload);

    assertThat(authenticator.verifyFirst(buffer(packet))).isZero();
    assertThat(authenticator.verifiesRtp(buffer(packet), 1)).isFalse();
    packet[20] ^= 1;
    assertThat(authenticator.verifyFirst(buffer(packet))).isEqualTo(-1);
  }

  /** RFC 7714 sections 17.1 and 17.2. */
  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f,"
        + "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded"
        + "0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de047"
        + "6f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4"
  })
  void theRtcpTagsOfAesGcmVerify(String key, String protectedPayload) throws Exception {
    GcmAuthenticator.Part part =
        new GcmAuthenticator.Part(hex(key), hex(SALT), new BasicGCMMultiplier());
    GcmAuthenticator authenticator = new GcmAuthenticator(part, part);
    byte[] packet = hex("81c8000d4d617273" + protectedPayload);

    assertThat(authenticator.verifiesRtcp(buffer(packet))).isTrue();
    packet[packet.length - 1] ^= 1;
    assertThat(authenticator.verifiesRtcp(buffer(packet))).isFalse();
  }

  /** The packets and keys of libsrtp, the reference implementation ({@code srtp_validate}). */
  @ParameterizedTest
  @CsvSource({
    "AES_CM_128_HMAC_SHA1_80, e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6,"
        + "4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
    "AEAD_AES_128_GCM, 000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab,"
        + "c5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392"
  })
  void theReferencePacketsOfLibsrtpAreMet(CryptoSuite suite, String material, String sealed) {
    SrtpKey key = SrtpKey.of(suite, hex(material));
    byte[] clear = hex("800f1234decafbadcafebabe" + "ab".repeat(16));
    byte[] wire = hex("800f1234decafbadcafebabe" + sealed);

    PacketBuffer packet = buffer(clear);
    assertThat(SrtpSession.sending(key).protectRtp(packet)).isEqualTo(SrtpStatus.OK);
    assertThat(bytes(packet)).isEqualTo(wire);
    PacketBuffer back = buffer(wire);
    assertThat(SrtpSession.receiving(key).unprotectRtp(back)).isEqualTo(SrtpStatus.OK);
    assertThat(bytes(back)).isEqualTo(clear);
  }

  @Test
  void theReferenceReportOfLibsrtpIsRead() {
    SrtpKey key =
        SrtpKey.of(
            CryptoSuite.AEAD_AES_128_GCM,
            hex("000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab"));
    PacketBuffer packet =
        buffer(
            hex(
                "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446"
                    + "ea31123ba88ce61e80000001"));

    assertThat(SrtpSession.receiving(key).unprotectRtcp(packet)).isEqualTo(SrtpStatus.OK);
    assertThat(bytes(packet)).isEqualTo(hex("81c8000bcafebabe" + "ab".repeat(16)));
  }
}
