package io.sallyport.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as OpenSSL's client sees it, which can be told to misbehave where Java's cannot. */
@Tag("interop")
@Timeout(60)
class OpenSslTest {

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, ''",
    "-tls1_2, ECDHE-ECDSA-AES128-GCM-SHA256",
    "-tls1_2, ECDHE-ECDSA-CHACHA20-POLY1305"
  })
  void modernHandshakesSucceed(String version, String suite) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      assertThat(connect(rig, version, suite, ""))
          .contains("Verification error: self")
          .doesNotContain("Cipher is (NONE)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_1, ALL:@SECLEVEL=0",
    "-tls1, ALL:@SECLEVEL=0",
    "-tls1_2, ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0",
    "-tls1_2, AES128-GCM-SHA256:@SECLEVEL=0",
    "-tls1_2, NULL:@SECLEVEL=0"
  })
  void oldVersionsAndSuitesFail(String version, String suites) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      assertThat(connect(rig, version, suites, "")).contains("Cipher is (NONE)");
    }
  }

  @Test
  void aRenegotiationThatTheClientAsksForEndsTheConnection() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      // a line of a single R is s_client's command for it
      connect(rig, "-tls1_2", "", "R\n");
      await().until(() -> rig.count(Counter.EDGE_RENEGOTIATIONS_REFUSED) == 1);
      await().until(() -> rig.edge.connections() == 0);
    }
  }

  /** Runs s_client until it ends and gives what it printed. */
  private static String connect(EdgeRig rig, String version, String suites, String input)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
    command.add("127.0.0.1:" + rig.address(Listening.Kind.SECURE).getPort());
    command.add(version);
    if (!suites.isEmpty()) {
      command.addAll(List.of("-cipher", suites));
    }
    Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream keyboard = client.getOutputStream()) {
      keyboard.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
