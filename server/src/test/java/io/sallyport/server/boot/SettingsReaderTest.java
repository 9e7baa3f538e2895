package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.KebabCase;
import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Secret;
import io.sallyport.server.base.Setting;
import io.sallyport.server.boot.SettingsReader.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

  /** One of every type that a settings record may have. */
  record Sample(
      @Setting(value = "A size.", min = 1, max = 100) int maxBytes,
      @Setting("A long.") long total,
      @Setting("A switch.") boolean enabled,
      @Setting("A name.") String name,
      @Setting(value = "A time.", min = 1_000, max = 60_000) Duration idleTime,
      @Setting("Names.") List<String> names,
      @Setting("Networks.") Networks plainSipNetworks,
      @Setting("A mode.") Mode mode,
      @Setting("A secret.") Secret password,
      @Setting("Inner.") Inner inner) {

    Sample {
      if (name.equals("forbidden")) {
        throw new IllegalArgumentException("name: must not be 'forbidden'");
      }
    }

    enum Mode {
      NONE,
      VERY_FAST
    }

    record Inner(@Setting("A port.") int port) {}

    static Sample defaults() {
      return new Sample(
          10,
          20L,
          true,
          "first",
          Duration.ofSeconds(30),
          List.of("a"),
          Networks.NONE,
          Mode.NONE,
          Secret.of(""),
          new Inner(5061));
    }
  }

  private static Reading<Sample> read(String yaml) {
    return SettingsReader.read("s.yaml", yaml, Sample.defaults());
  }

  private static List<String> problems(String yaml) {
    Reading<Sample> reading = read(yaml);
    assertThat(reading.settings()).isEmpty();
    return reading.problems().stream().map(Problem::text).toList();
  }

  @Test
  void anEmptyTextGivesTheDefaults() {
    assertThat(read("").settings()).contains(Sample.defaults());
    assertThat(read("# nothing but a comment\n").settings()).contains(Sample.defaults());
    assertThat(read("inner:\n").settings()).contains(Sample.defaults());
  }

  @Test
  void everyTypeIsRead() {
    String yaml =
        """
        max-bytes: 99
        total: 8000000000
        enabled: false
        name: "007"
        idle-time: 1500ms
        names: [x, "y z"]
        plain-sip-networks:
          - 10.0.0.0/8
          - "::1/128"
        mode: very-fast
        password: hunter2
        inner:
          port: 1
        """;
    Sample expected =
        new Sample(
            99,
            8_000_000_000L,
            false,
            "007",
            Duration.ofMillis(1500),
            List.of("x", "y z"),
            Networks.of(List.of("10.0.0.0/8", "::1/128")),
            Sample.Mode.VERY_FAST,
            Secret.of("hunter2"),
            new Sample.Inner(1));
    assertThat(read(yaml).settings()).contains(expected);
  }

  @Test
  void everyErrorIsToldAtOnceWithItsLineItsKeyAndAdvice() {
    String yaml =
        """
        max-byte: 5
        total: 1e9
        enabled: yes
        idle-time: 30
        names: x
        plain-sip-networks: [10.0.0.0/99]
        mode: very-fats
        inner:
          prot: 7
          port: ninety
        max-bytes: 101
        max-bytes: 5
        port: 5
        """;
    assertThat(problems(yaml))
        .containsExactly(
            "s.yaml:1: max-byte: unknown key; did you mean 'max-bytes'?",
            "s.yaml:2: total: is not a whole number, found '1e9'; write it in digits only",
            "s.yaml:3: enabled: must be true or false, found 'yes'",
            "s.yaml:4: idle-time: is not a duration, found '30'; write for example 500ms, 30s, 5m,"
                + " 2h or 90d",
            "s.yaml:5: names: must be a list, found 'x'; write for example [\"one\", \"two\"]",
            "s.yaml:6: plain-sip-networks: '10.0.0.0/99': the prefix length must be 0 to 32",
            "s.yaml:7: mode: is none of none, very-fast, found 'very-fats'; did you mean"
                + " 'very-fast'?",
            "s.yaml:9: inner.prot: unknown key; did you mean 'port'?",
            "s.yaml:10: inner.port: is not a whole number, found 'ninety'; write it in digits only",
            "s.yaml:11: max-bytes: must be 1 to 100, found 101",
            "s.yaml:12: max-bytes: set twice, first in line 11; remove one of them",
            "s.yaml:13: port: unknown key; did you mean 'inner.port'?");
  }

  @Test
  void aDurationOutOfItsBoundsIsToldInItsOwnUnits() {
    assertThat(problems("idle-time: 2h"))
        .containsExactly("s.yaml:1: idle-time: must be 1s to 1m, found 2h");
  }

  @Test
  void aSectionThatIsNoneAndAValueThatIsMissingAreErrors() {
    assertThat(problems("inner: 5\nname:\nmax-bytes: [1]\n"))
        .containsExactly(
            "s.yaml:1: inner: must be a section with keys, found '5'; write the keys indented on"
                + " lines of their own",
            "s.yaml:2: name: has no value; write '' for none",
            "s.yaml:3: max-bytes: must be one value, found a list");
  }

  @Test
  void aRecordsOwnCheckIsAnErrorLikeTheOthers() {
    assertThat(problems("name: forbidden\ntotal: x\n"))
        .containsExactly(
            "s.yaml:1: name: must not be 'forbidden'",
            "s.yaml:2: total: is not a whole number, found 'x'; write it in digits only");
  }

  @Test
  void brokenYamlIsAnErrorWithItsLine() {
    assertThat(problems("name: a\n  total: 1\n"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("s.yaml:2: not valid YAML: ");
    assertThat(problems("name: \u0007\n")).hasSize(1).first().asString().contains("not valid YAML");
    assertThat(problems("- a\n")).hasSize(1).first().asString().contains("must be a section");
  }

  @Test
  void aBombOfAliasesIsRefusedAtOnce() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append(", *a")
          .append(i - 1)
          .append("]\n");
    }
    assertThat(problems(bomb.toString())).isNotEmpty();
  }

  @Test
  void whatTheFileSaysCannotSteerTheTerminal() {
    assertThat(problems("\"\\e[31mx\": 1\n").get(0)).doesNotContain("\u001b");
    assertThat(problems("max-bytes: \"\\e[31m\"\n").get(0)).doesNotContain("\u001b");
  }

  @Test
  void whatIsPrintedReadsBackTheSameButForSecrets() {
    String yaml =
        "idle-time: 45s\n"
            + "names: [\"a, b\", 'it''s', \"say \\\"x\\\" \\\\ y\"]\n"
            + "name: \"true\"\n"
            + "password: hunter2\n";
    Sample settings = read(yaml).settings().orElseThrow();
    String printed = SettingsPrinter.plain(settings);
    assertThat(printed).doesNotContain("hunter2").contains("[redacted]");
    Sample again = read(printed).settings().orElseThrow();
    assertThat(again.names()).isEqualTo(settings.names());
    assertThat(again.name()).isEqualTo("true");
    assertThat(again.idleTime()).isEqualTo(Duration.ofSeconds(45));
    assertThat(read(SettingsPrinter.documented(Sample.defaults())).problems()).isEmpty();
  }

  @Test
  void keysAreTheComponentsInKebabCase() {
    assertThat(KebabCase.ofComponent("idleTime")).isEqualTo("idle-time");
    assertThat(KebabCase.ofComponent("maxSDPBytes")).isEqualTo("max-sdp-bytes");
    assertThat(KebabCase.ofComponent("port")).isEqualTo("port");
    assertThat(KebabCase.ofComponent("sessionExpiresMinSE")).isEqualTo("session-expires-min-se");
  }
}
