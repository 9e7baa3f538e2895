package io.sallyport.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

  @Test
  void plainTextIsReturnedAsItIs() {
    String text = "baresip v1.0.0 (x86_64/Linux) — Zoë 😀";
    assertThat(LogText.safe(text)).isSameAs(text);
  }

  @Test
  void aLineBreakCannotForgeALogLine() {
    assertThat(LogText.safe("x\r\nINFO all is well")).isEqualTo("x\\r\\nINFO all is well");
  }

  @Test
  void anEscapeSequenceDoesNotReachTheTerminal() {
    assertThat(LogText.safe("\u001b[2J\u009b1m\u007f")).isEqualTo("\\u001b[2J\\u009b1m\\u007f");
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u0000', '\u0007', '\u0085', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b',
        '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff', '\ud800',
        '\udc00'
      })
  void everyMarkThatReordersOrBreaksIsEscaped(char mark) {
    assertThat(LogText.safe("a" + mark + "b")).isEqualTo(String.format("a\\u%04xb", (int) mark));
  }

  @Test
  void aBackslashOfThePeerIsNotTakenForOurEscape() {
    assertThat(LogText.safe("\\u001b")).isEqualTo("\\\\u001b");
  }

  @Test
  void longTextEndsInAnEllipsis() {
    assertThat(LogText.safe("a".repeat(10_000))).hasSize(LogText.LIMIT + 1).endsWith("a…");
    assertThat(LogText.safe("a\nb" + "c".repeat(10_000), 4)).isEqualTo("a\\nbc…");
  }

  @Test
  void halfACharacterAtTheCutIsEscaped() {
    assertThat(LogText.safe("ab😀", 3)).isEqualTo("ab\\ud83d…");
  }

  @Test
  void nothingIsTheEmptyText() {
    assertThat(LogText.safe(null)).isEmpty();
  }
}
