package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test numbers that issuers, banks and standards have published. */
class IdentifiersTest {
  private final Scanned cards = Scanned.identifier("card-number");
  private final Scanned ibans = Scanned.identifier("iban");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111  1111 \n 1111 1111",
        "4111.1111.1111.1111",
        "4111\u20111111\u00a01111\u20131111",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
        "4111\u200b1111\u200b11111111",
        "card:4111111111111111.",
        "x4012888888881881x",
        "4222222222222",
        "5555555555554444",
        "5105 1051 0510 5100",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "30569309025904",
        "3056 930902 5904",
        "38520000023237",
        "3530111333300000",
        "6200000000000005",
        "6759649826438453",
      })
  void aCardNumberIsFound(String text) {
    assertThat(cards.finds(text)).as(text).isTrue();
    assertThat(cards.masked(text)).as(text).contains("••••••••••••").doesNotContain("1111 1111");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1234567812345670",
        "411111111111111",
        "94111111111111111",
        "41111111111111110000",
        "call 0049 30 1234567 now",
        "0000000000000000",
        "2026-11-26 05:30:00",
        "",
      })
  void whatIsNoCardNumberIsNotFound(String text) {
    assertThat(cards.finds(text)).as(text).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "de89-3704-0044-0532-0130-00",
        "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "CH93 0076 2011 6238 5295 7",
        "AT61 1904 3002 3457 3201",
        "NL91 ABNA 0417 1643 00",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "SA03 8000 0000 6080 1016 7519",
        "BE68 5390 0754 7034",
        "pay to DE89370400440532013000, please",
        "ＤＥ89370400440532013000",
      })
  void anIbanIsFound(String text) {
    assertThat(ibans.finds(text)).as(text).isTrue();
    assertThat(ibans.masked(text)).contains("••••••••••••").doesNotContain("370400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XX89370400440532013000",
        "ADE89370400440532013000",
        "DE89 words in between 0044 0532 0130 00",
        "",
      })
  void whatIsNoIbanIsNotFound(String text) {
    assertThat(ibans.finds(text)).as(text).isFalse();
  }

  @Test
  void twoNumbersInOneLineAreTwo() {
    assertThat(cards.of("4111111111111111, 5555555555554444").found().get(0).count()).isEqualTo(2);
    assertThat(cards.masked("4111111111111111, 5555555555554444"))
        .isEqualTo("••••••••••••, ••••••••••••");
  }
}
