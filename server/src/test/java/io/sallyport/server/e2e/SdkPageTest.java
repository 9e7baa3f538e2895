package io.sallyport.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.Phone;
import io.sallyport.client.Srtp;
import io.sallyport.client.Transport;
import io.sallyport.server.e2e.Gate.Station;
import io.sallyport.server.edge.Listening.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdkPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// region\\n(.*?) *// end\\n", Pattern.DOTALL);

  @TempDir Path data;

  @Test
  void thePageShowsTheCodeThatTheOtherTestRuns() throws IOException {
    Path root = Path.of(System.getProperty("project.root"));
    String page = Files.readString(root.resolve("docs/sdk.md"));
    String source =
        Files.readString(
            root.resolve("server/src/test/java/io/sallyport/server/e2e/SdkSnippets.java"));
    assertThat(all(BLOCK, page))
        .isNotEmpty()
        .isEqualTo(
            all(REGION, source).stream()
                .map(region -> region.stripTrailing().stripIndent() + "\n")
                .toList());
  }

  @Test
  void theCodeOfThePageRuns() throws Exception {
    try (Gate gate = Gate.open(data, 21_800)) {
      gate.builder("alice", Transport.TLS);
      int port = gate.server().address(Kind.SIPS).orElseThrow().getPort();
      SdkSnippets page =
          new SdkSnippets(port, gate.server().authorityFile().orElseThrow(), Gate.PASSWORD);
      Station bob = gate.station("bob", Transport.TLS, Srtp.REQUIRED);
      page.answering(bob.phone());
      try (Phone alice = page.register()) {
        page.calling(alice, data);
        page.roaming(alice);
        page.chatting(alice);
      }
      page.web().close();
      page.raw();
      assertThat(Files.size(data.resolve("bob.wav"))).isGreaterThan(4_000);
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }
}
