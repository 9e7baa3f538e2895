package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeMessageConverterTest {
  @Test
  void aMessageStaysOneLineThatCannotSteerATerminal() {
    assertThat(SafeMessageConverter.safe("a\r\nINFO forged \u001b[2J \u009b \u202e \u2066 \u2028"))
        .isEqualTo("a\\u000d\\u000aINFO forged \\u001b[2J \\u009b \\u202e \\u2066 \\u2028");
  }

  @Test
  void ordinaryTextIsLeftAlone() {
    assertThat(SafeMessageConverter.safe("Grüße, 世界 \\n 😀")).isEqualTo("Grüße, 世界 \\n 😀");
  }
}
