package io.sallyport.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Guesses guesses = new Guesses();

  private void wrong(int times) {
    for (int i = 0; i < times; i++) {
      guesses.wrong("eve", NOW);
    }
  }

  @Test
  void eachFurtherTryWaitsTwiceAsLongUpToAMinute() {
    wrong(2);
    assertThat(guesses.pause("eve", NOW)).isZero();
    wrong(1);
    assertThat(guesses.pause("eve", NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(guesses.pause("eve", NOW.plusSeconds(1))).isZero();
    wrong(3);
    assertThat(guesses.pause("eve", NOW)).isEqualTo(Duration.ofSeconds(8));
    wrong(100);
    assertThat(guesses.pause("eve", NOW)).isEqualTo(Duration.ofMinutes(1));
    assertThat(guesses.pause("mallory", NOW)).isZero();
  }

  @Test
  void theRightOneEndsItAndAClockSetBackDoesNotMakeItLonger() {
    wrong(20);
    assertThat(guesses.pause("eve", NOW.minus(Duration.ofDays(1))))
        .isEqualTo(Duration.ofMinutes(1));
    guesses.right("eve");
    assertThat(guesses.pause("eve", NOW)).isZero();
  }

  @Test
  void onlySoManyNamesAreRemembered() {
    wrong(20);
    for (int i = 0; i < 1_000; i++) {
      guesses.wrong("name" + i, NOW);
    }
    assertThat(guesses.pause("eve", NOW)).isZero();
  }
}
