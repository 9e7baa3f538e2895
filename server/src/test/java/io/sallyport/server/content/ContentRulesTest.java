package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.content.Verdict.Action;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRulesTest {
  private static final String HTML = "text/html";
  private static final String CPIM = "message/cpim";
  private static final String HEADERS = "From: <sip:a@b>\r\nTo: <sip:c@d>\r\n\r\n";
  private final Scanned scanned = Scanned.words("mask", "falcon");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>falcon</p>",
        "<p>fal<b>c</b>on</p>",
        "f<!-- x -->alcon",
        "f&#97;lcon",
        "f&#x61;lcon",
        "f&shy;alcon",
        "f<span title='a > b'>alcon</span>",
        "<b>ｆａｌ</b>con",
        "&fopf;alcon",
        "<script>x</script>falcon",
      })
  void aWordIsFoundThroughMarkupAndMaskedWithinIt(String html) {
    String masked = scanned.masked(HTML, html);
    assertThat(masked).as(html).contains("••••••");
    assertThat(masked.replaceAll("[^<>]", "")).isEqualTo(html.replaceAll("[^<>]", ""));
    assertThat(scanned.of(HTML, masked).action()).as(masked).isEqualTo(Action.PASS);
  }

  @Test
  void markupStandsAsItWasAroundAMask() {
    assertThat(scanned.masked(HTML, "<p>a fal<b class='x'>c</b>on &amp; b</p>"))
        .isEqualTo("<p>a ••••••<b class='x'></b> &amp; b</p>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href='http://falcon/'>x</a>",
        "<!-- falcon -->x",
        "<p title='f&#97;lcon'>x</p>",
        "<script>falcon</script>",
        "x <falcon",
        "<!-- not closed falcon",
      })
  void aWordThatStandsInMarkupCannotBeMaskedAndIsBlocked(String html) {
    assertThat(scanned.of(HTML, html).action()).as(html).isEqualTo(Action.BLOCK);
  }

  @Test
  void blocksOfMarkupPartWords() {
    assertThat(scanned.of(HTML, "<p>fal</p><p>con</p>").action()).isEqualTo(Action.PASS);
  }

  @Test
  void theTextOfACpimIsMaskedAndItsHeadersAreNot() {
    String inner = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    assertThat(scanned.masked(CPIM, HEADERS + inner + "a falcon"))
        .isEqualTo(HEADERS + inner + "a ••••••");
    String html = "Content-Type: text/html\r\n\r\n";
    assertThat(scanned.masked(CPIM, HEADERS + html + "<p>fal<b>con</b></p>"))
        .isEqualTo(HEADERS + html + "<p>••••••<b></b></p>");
    assertThat(scanned.of(CPIM, "Subject: falcon\r\n" + HEADERS + inner + "x").action())
        .isEqualTo(Action.BLOCK);
    assertThat(scanned.of(CPIM, HEADERS + inner + "nothing").action()).isEqualTo(Action.PASS);
  }

  @Test
  void whatIsEncodedWithinACpimIsReadAndBlocked() {
    String base64 = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    assertThat(scanned.of(CPIM, HEADERS + base64 + "YSBmYWxjb24=").action())
        .isEqualTo(Action.BLOCK);
    assertThat(scanned.of(CPIM, HEADERS + base64 + "bm90aGluZw==").action()).isEqualTo(Action.PASS);
    String quoted =
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
    assertThat(scanned.of(CPIM, HEADERS + quoted + "f=61lc=\r\non").action())
        .isEqualTo(Action.BLOCK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/pkcs7-mime\r\n\r\nx",
        "Content-Type: text/plain; charset=utf-7\r\n\r\n+AGY-alcon",
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\nx",
        "Content-Type: multipart/mixed\r\n\r\nx",
      })
  void whatCannotBeReadIsBlockedWhereAnythingIsMasked(String content) {
    Verdict verdict = scanned.of(CPIM, HEADERS + content);
    assertThat(verdict.action()).isEqualTo(Action.BLOCK);
    assertThat(verdict.words()).isNotEmpty();
    Scanned flagging = Scanned.words("flag", "falcon");
    assertThat(flagging.of(CPIM, HEADERS + content).action()).isNotEqualTo(Action.BLOCK);
  }

  @Test
  void aWordInAParameterOfTheTypeIsBlocked() {
    assertThat(scanned.of("text/plain; name=\"falcon.txt\"", "x").action()).isEqualTo(Action.BLOCK);
    assertThat(scanned.of("text/plain;charset=utf-8", "falcon").action()).isEqualTo(Action.MASK);
    assertThat(scanned.of("text/plain;charset=x-unknown", "x").action()).isEqualTo(Action.BLOCK);
  }

  @Test
  void theStrongestActionWinsAndAllThatWasFoundIsTold() {
    Scanned rules =
        Scanned.by(
            """
            content:
              lexicons: {l: [red], m: [green], b: [blue]}
              rules:
                - {name: first, find: l, action: flag, category: colours}
                - {name: second, find: [l, m], action: mask}
                - {name: third, find: b, action: block, message: no blue}
                - {name: many, find: l, action: block, at-least: 3, message: too much red}
            """);
    assertThat(rules.masked("red green")).isEqualTo("••• ••••••");
    assertThat(Scanned.rules(rules.of("red green"))).containsExactly("first", "second");
    assertThat(rules.of("red").found().get(0).category()).isEqualTo("colours");
    assertThat(rules.of("red blue").words()).isEqualTo("no blue");
    assertThat(rules.of("red blue").masked()).isEmpty();
    assertThat(rules.of("red red red").words()).isEqualTo("too much red");
    assertThat(rules.of("yellow")).isEqualTo(Verdict.PASS);
  }

  @Test
  void patternsSeeCompatibleFormsAndMayTellCase() {
    Scanned rules =
        Scanned.by(
            """
            content:
              patterns: {id: 'EMP-[0-9]{6}', any: '(?i)case [a-z]+ \\d{2}', e: 'caf(é|e) \\d'}
              rules: [{name: r, find: [id, any, e], action: mask}]
            """);
    assertThat(rules.masked("see EMP-123456.")).isEqualTo("see ••••••.");
    assertThat(rules.masked("see ＥＭＰ-١٢٣456.")).isEqualTo("see ••••••.");
    assertThat(rules.masked("see EM\u200bP-123456.")).isEqualTo("see ••••••.");
    assertThat(rules.masked("CASE abc 12")).isEqualTo("••••••••••••");
    assertThat(rules.masked("cafe\u0301 1")).isEqualTo("••••••");
    assertThat(rules.of("emp-123456").action()).isEqualTo(Action.PASS);
  }

  @Test
  void aHostileTextTakesTimeThatGrowsWithItsLength() {
    ContentRules rules =
        Scanned.by(
                """
                content:
                  lexicons: {l: [falcon, "a a a a", aaaa*, '*aaaa']}
                  patterns: {far: 'a(.*z)?', near: '(a|aa)+\\d', dots: '.*.*.*x'}
                  rules: [{name: r, find: [l, far, near, dots, card-number, iban], action: flag}]
                """)
            .rules();
    for (String unit :
        List.of(
            "a", "a ", "4", "4 ", "de89", "<", "<!--", "&#", "&#x", "\u0301", "\ufdfa", "a\u200b",
            "<a \"")) {
      long small = rules.steps(hostile(HTML, unit, 4_000));
      long large = rules.steps(hostile(HTML, unit, 16_000));
      assertThat(large).as(unit).isLessThan(5 * small + 10_000);
      assertThat(large).as(unit).isLessThan(16_000L * 400);
    }
  }

  @Test
  void moreMatchesThanAnybodyWouldMaskAreBlocked() {
    assertThat(scanned.of("falcon ".repeat(2_000)).action()).isEqualTo(Action.BLOCK);
    assertThat(scanned.of("falcon ".repeat(2_000)).found().get(0).spans()).hasSizeLessThan(21);
  }

  @Test
  void rulesAreSwappedWhole() {
    Content content = new Content();
    assertThat(content.version().rules().size()).isZero();
    content.swap(scanned.rules(), "7");
    assertThat(content.version().name()).isEqualTo("7");
    assertThat(content.version().rules()).isSameAs(scanned.rules());
  }

  private static Material hostile(String type, String unit, int length) {
    String text = unit.repeat(length / unit.length());
    return Material.line(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
