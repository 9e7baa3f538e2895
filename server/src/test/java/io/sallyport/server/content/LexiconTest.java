package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.content.Verdict.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {
  private final Scanned scanned =
      Scanned.words("mask", "falcon, operation thunder, naïve, begin*, C++, 日本, Straße");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "falcon",
        "the Falcon flies",
        "FALCON!",
        "(falcon)",
        "fálcôn",
        "fa\u0301lcon",
        "fal\u200bcon",
        "f\u00adalcon",
        "f\u2060a\ufefflcon",
        "ｆａｌｃｏｎ",
        "𝐟𝐚𝐥𝐜𝐨𝐧",
        "ⓕⓐⓛⓒⓞⓝ",
        "fаlсоn",
        "fαlcοn",
        "f4lc0n",
        "FALC0N",
        "fa1con",
        "fa|con",
        "f@lcon",
        "f.a.l.c.o.n",
        "f a l c o n",
        "f-alcon",
        "fal_con",
        "say f a l c o n now",
        "operation thunder",
        "Operation  \n Thunder",
        "operation-thunder",
        "operationthunder",
        "0peration thunder",
        "naive",
        "NAÏVE",
        "beginning",
        "C++",
        "c++ code",
        "こんにちは日本です",
        "STRASSE",
        "straße",
      })
  void isFoundHoweverItIsWritten(String text) {
    assertThat(scanned.finds(text)).as(text).isTrue();
    assertThat(scanned.of(text).masked()).as(text).isPresent();
    assertThat(scanned.finds(scanned.masked(text))).as(scanned.masked(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "falconer",
        "a gyrfalcon",
        "fal con",
        "operation of thunder",
        "a new beg in",
        "C+",
        "nothing",
        "",
        "   ",
        "1234567890",
      })
  void isNotFoundInWhatIsAnotherWord(String text) {
    assertThat(scanned.finds(text)).as(text).isFalse();
  }

  @Test
  void aNumberIsNoWordInDisguise() {
    Scanned words = Scanned.words("flag", "toll, boss");
    assertThat(words.finds("call 7011 or 8055")).isFalse();
    assertThat(words.finds("b0ss")).isTrue();
  }

  @Test
  void placesAreThoseOfTheTextThatWasSent() {
    Verdict verdict = scanned.of("x ｆａ\u200bｌｃｏｎ y falcon");
    assertThat(verdict.found()).hasSize(1);
    assertThat(verdict.found().get(0).spans())
        .containsExactlyInAnyOrder(new Span(12, 18), new Span(2, 9));
    assertThat(verdict.found().get(0).count()).isEqualTo(2);
  }

  @Test
  void aMaskTellsNoMoreThanHowLongItWasAboutAndLeavesTheRest() {
    assertThat(scanned.masked("see falcon, and C++.")).isEqualTo("see ••••••, and •••.");
    assertThat(scanned.masked("🙂 f a l c o n 🙂")).isEqualTo("🙂 •••••••••••• 🙂");
  }

  @Test
  void lookAlikesCanBeLeftAlone() {
    Scanned exact =
        Scanned.by(
            """
            content:
              lexicons:
                secret: {words: [falcon], look-alikes: false}
              rules: [{name: r, find: secret, action: flag}]
            """);
    assertThat(exact.finds("f4lcon")).isFalse();
    assertThat(exact.finds("Fálcon")).isTrue();
  }
}
