package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTest {
  private static final String[] PARTS = {
    "a", "b", "c", "-", "\\.", "\\d", "\\b", ".", "[ab]", "[^c]", "[a-c1]", "(a|b)", "(ab)",
    "(?:bc)", "?", "*", "+", "{2}", "{0,1}", "{0}", "|", "^", "$", "1", "\\x61", "\\pL", "(?i)",
    "\\Qa\\E", "]", "}"
  };

  private final Random random = new Random(23);

  @ParameterizedTest
  @CsvSource({
    "EMP-[0-9]{6},EMP-",
    "(?i)case [a-z]+ plan,'case '",
    "[0-9]{3}-[0-9]{2}-0042,-0042",
    "'\\bword[a-z]*@example\\.(com|org)',@example.",
    "756\\.\\d{4}\\.\\d{2},756.",
    "abc?,ab",
    "ab+c,ab",
    "a|b,''",
    "(abc),''",
    "x{2}abc,abc",
    "\\x41bc,''",
  })
  void isTheLongestRunThatMustBeThere(String pattern, String required) {
    assertThat(Required.of(pattern)).isEqualTo(required);
  }

  @Test
  void noTextMatchesWithoutWhatItsPatternRequires() {
    int known = 0;
    for (int round = 0; round < 200_000; round++) {
      String written = written();
      Pattern pattern;
      try {
        pattern = Pattern.compile(written);
      } catch (PatternSyntaxException e) {
        continue;
      }
      String required = Required.of(written);
      known += required.isEmpty() ? 0 : 1;
      String text = text();
      if (!written.startsWith("(?i)") && pattern.matcher(text).find()) {
        assertThat(text).as(written).contains(required);
      }
    }
    assertThat(known).isGreaterThan(10_000);
  }

  private String written() {
    StringBuilder written = new StringBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      written.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return written.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append("abcA1-.".charAt(random.nextInt(7)));
    }
    return text.toString();
  }
}
