package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many chat lines a second one core judges by 10 000 words, 100 patterns, card numbers and
 * IBANs.
 */
@Tag("bench")
class ContentBenchTest {
  private static final int WORDS = 10_000;
  private static final int PATTERNS = 100;
  private static final int LINES = 20_000;
  private static final int ROUNDS = 6;

  private final Random random = new Random(11);

  @Test
  void linesAreJudged() {
    long begin = System.nanoTime();
    ContentRules rules = Scanned.by(yaml()).rules();
    System.out.printf(
        "content rules compiled in %,d ms%n", (System.nanoTime() - begin) / 1_000_000);
    for (int words : new int[] {10, 100, 2_000}) {
      int count = LINES * 10 / Math.max(10, words);
      List<Material> lines = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lines.add(Material.line("text/plain", line(words).getBytes(StandardCharsets.UTF_8)));
      }
      double best = 0;
      int found = 0;
      for (int round = 0; round < ROUNDS; round++) {
        begin = System.nanoTime();
        found = 0;
        for (Material line : lines) {
          found += rules.scan(line, Sides.UNKNOWN).found().isEmpty() ? 0 : 1;
        }
        best = Math.max(best, lines.size() * 1e9 / (System.nanoTime() - begin));
      }
      System.out.printf("lines of %,d words: %,.0f lines/s, %d found%n", words, best, found);
      assertThat(best).isPositive();
    }
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("content:\n  lexicons:\n    words:\n");
    for (int i = 0; i < WORDS; i++) {
      yaml.append("      - \"").append(word(8 + random.nextInt(8))).append("\"\n");
    }
    yaml.append("  patterns:\n");
    for (int i = 0; i < PATTERNS; i++) {
      String prefix = word(3).toUpperCase(Locale.ROOT);
      yaml.append(
          switch (i % 4) {
            case 0 -> "    p%d: '%s-[0-9]{6}'%n".formatted(i, prefix);
            case 1 -> "    p%d: '(?i)%s [a-z]+ (plan|offer|price)'%n".formatted(i, prefix);
            case 2 -> "    p%d: '[0-9]{3}-[0-9]{2}-%04d'%n".formatted(i, i);
            default -> "    p%d: '\\b%s[a-z]*@example\\.(com|org)'%n".formatted(i, word(4));
          });
    }
    yaml.append("  rules:\n    - {name: r, find: [words, card-number, iban");
    for (int i = 0; i < PATTERNS; i++) {
      yaml.append(", p").append(i);
    }
    return yaml.append("], action: flag}\n").toString();
  }

  private String line(int words) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < words; i++) {
      line.append(i == 0 ? "" : " ");
      line.append(random.nextInt(20) == 0 ? "2026-11-26" : word(2 + random.nextInt(7)));
    }
    return line.toString();
  }

  private String word(int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(
          "etaoinshrdlucmfwypvbgkjqxz".charAt((int) Math.abs(random.nextGaussian() * 8) % 26));
    }
    return word.toString();
  }
}
