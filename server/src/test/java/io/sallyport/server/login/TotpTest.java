package io.sallyport.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
  private static final Secret SECRET = Secret.of("12345678901234567890");

  /** RFC 6238 appendix B, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void theCodesAreThoseOfTheRfc(long seconds, String code) {
    assertThat(Totp.code(SECRET, seconds / 30)).isEqualTo(code);
    assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(seconds), 0)).hasValue(seconds / 30);
  }

  @Test
  void aClockMayBeOneStepOffAndNoMore() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    for (int off = -3; off <= 3; off++) {
      String code = Totp.code(SECRET, 1_234_567_890 / 30 + off);
      assertThat(Totp.step(SECRET, code, now, 0).isPresent())
          .as("%d steps off", off)
          .isEqualTo(Math.abs(off) <= 1);
    }
  }

  @Test
  void aCodeIsTakenOnce() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    String code = Totp.code(SECRET, 1_234_567_890 / 30);
    long step = Totp.step(SECRET, code, now, 0).orElseThrow();
    assertThat(Totp.step(SECRET, code, now, step)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", " 12345"})
  void whatIsNoCodeIsNotTaken(String code) {
    assertThat(Totp.step(SECRET, code, Instant.EPOCH, -9)).isEmpty();
  }

  @Test
  void theUriNamesIssuerUserAndSecret() {
    assertThat(Totp.uri(SECRET, "alice", "example.org"))
        .isEqualTo(
            "otpauth://totp/Sallyport%20example.org%3Aalice"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sallyport%20example.org");
  }

  /** RFC 4648 section 10, without its padding. */
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void base32IsThatOfTheRfc(String text, String encoded) {
    assertThat(Base32.encode(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isEqualTo(encoded);
  }
}
