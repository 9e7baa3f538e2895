package io.sallyport.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of counters in {@code docs/debugging.md} is that of the code. */
class CounterPageTest {
  private static final Pattern LIST =
      Pattern.compile("(?s)<!-- counters -->\n(.*)<!-- /counters -->");

  @Test
  void theDebuggingPageListsEveryCounterWithItsSentence() throws IOException {
    Path root = Path.of(System.getProperty("project.root"));
    String page = Files.readString(root.resolve("docs/debugging.md"));
    String table =
        Arrays.stream(Counter.values())
            .map(
                counter ->
                    "| `"
                        + counter.name().toLowerCase(Locale.ROOT)
                        + "` | "
                        + counter.sentence()
                        + " |\n")
            .collect(Collectors.joining("", "| counter | counts |\n|---|---|\n", ""));
    String expected =
        LIST.matcher(page)
            .replaceFirst(
                found ->
                    Matcher.quoteReplacement("<!-- counters -->\n" + table + "<!-- /counters -->"));
    // where they differ, the page as it should be, ready to copy over
    Files.writeString(root.resolve("server/target/debugging.md"), expected);
    assertThat(page)
        .as("docs/debugging.md; copy server/target/debugging.md over it")
        .isEqualTo(expected);
  }
}
