package io.sallyport.server.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks as every firewall writes them. */
class NetTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.7, 192.0.2.7/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "198.51.100.255/25, 198.51.100.128/25",
    "::/0, ::/0",
    "::1, ::1/128",
    "fd00::/8, fd00::/8",
    "2001:db8:1:2:3:4:5:6/48, 2001:db8:1::/48",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7/128"
  })
  void bitsBehindThePrefixAreGone(String written, String canonical) {
    assertThat(Net.of(written).toString()).isEqualTo(canonical);
    assertThat(Net.of(canonical)).isEqualTo(Net.of(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "example.org",
        "10.0.0/8/8",
        "1.2.3.4/",
        "::/129",
        "999.1.1.1",
        "10.0.0.1; drop"
      })
  void whatIsNoNetworkIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> Net.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a network");
  }

  @Test
  void aSingleAddressIsShownWithoutItsPrefix() {
    assertThat(Net.of("192.0.2.7/32").plain()).isEqualTo("192.0.2.7");
    assertThat(Net.of("::1").plain()).isEqualTo("::1");
    assertThat(Net.of("10.0.0.0/8").plain()).isEqualTo("10.0.0.0/8");
  }
}
