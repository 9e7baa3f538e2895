package io.sallyport.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SdesCryptoTest {
  private static final String KEY = "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

  @Test
  void aLineIsReadAndPrintedAgain() {
    String line = "1 AES_CM_128_HMAC_SHA1_80 " + KEY;

    assertThat(SdesCrypto.parse(line).orElseThrow().print()).isEqualTo(line);
    assertThat(SdesCrypto.parse("2 AES_CM_128_HMAC_SHA1_32 " + KEY + "|2^31").orElseThrow().tag())
        .isEqualTo(2);
    assertThat(SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 " + KEY + " WSH=64")).isPresent();
  }

  @Test
  void aGeneratedKeySurvivesPrintingAndIsNeverShownOtherwise() {
    SdesCrypto crypto =
        SdesCrypto.generate(1, CryptoSuite.AES_CM_128_HMAC_SHA1_80, new SecureRandom());

    assertThat(SdesCrypto.parse(crypto.print())).contains(crypto);
    assertThat(crypto.toString()).isEqualTo("1 AES_CM_128_HMAC_SHA1_80 [redacted]");
  }

  @Test
  void linesThatWeakenOrThatWeDoNotKnowAreLeftOut() {
    String line = "1 AES_CM_128_HMAC_SHA1_80 " + KEY;
    for (String parameter :
        new String[] {
          "UNENCRYPTED_SRTP",
          "UNENCRYPTED_SRTCP",
          "UNAUTHENTICATED_SRTP",
          "KDR=1",
          "FEC_ORDER=SRTP_FEC",
          "FEC_KEY=" + KEY,
          "-NEW"
        }) {
      assertThat(SdesCrypto.parse(line + " " + parameter)).as(parameter).isEmpty();
    }
    assertThat(SdesCrypto.parse(line + "|2^20|1:4")).as("MKI").isEmpty();
    assertThat(SdesCrypto.parse(line + "|1:4")).as("MKI").isEmpty();
    assertThat(SdesCrypto.parse(line + ";" + KEY)).as("two keys").isEmpty();
    assertThat(SdesCrypto.parse("1 F8_128_HMAC_SHA1_80 " + KEY)).isEmpty();
    assertThat(SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 inline:AAAA")).isEmpty();
    assertThat(SdesCrypto.parse("1 AES_CM_128_HMAC_SHA1_80 inline:!!!!")).isEmpty();
    assertThat(SdesCrypto.parse("-1 AES_CM_128_HMAC_SHA1_80 " + KEY)).isEmpty();
    assertThat(SdesCrypto.parse("12345678901 AES_CM_128_HMAC_SHA1_80 " + KEY)).isEmpty();
    assertThat(SdesCrypto.parse("")).isEmpty();
  }
}
