package io.sallyport.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/rfc.md} and {@code docs/security.md} give as proof is there. */
class RfcPageTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  @Test
  void everyTestThatThePagesNameExists() throws IOException {
    Path root = Path.of(System.getProperty("project.root"));
    Map<String, String> sources = tests(root);
    List<String> missing = new ArrayList<>();
    String pages =
        Files.readString(root.resolve("docs/rfc.md"))
            + Files.readString(root.resolve("docs/security.md"));
    Matcher matcher = NAMED.matcher(pages);
    while (matcher.find()) {
      String source = sources.get(matcher.group(1));
      if (source == null
          || matcher.group(2) != null && !source.contains(" " + matcher.group(2) + "(")) {
        missing.add(matcher.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Map<String, String> tests(Path root) throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("client-sdk", "server")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          // tests of two packages may have one name: the page means either
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
