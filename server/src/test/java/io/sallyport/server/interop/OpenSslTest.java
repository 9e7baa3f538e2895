package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS that OpenSSL sees: versions, suites, the chain, and no second handshake. */
@Tag("interop")
class OpenSslTest {
  private static Stage stage;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() {
    stage = new Stage(OpenSslTest.class, "tls");
    server = stage.server();
  }

  @AfterAll
  static void stopServer() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void modernVersionsShakeHandsAndTheChainVerifiesByName(String version) {
    for (int port : List.of(server.port(), server.sipsPort())) {
      String seen =
          connect(port, "", version, "-verify_hostname", "localhost", "-verify_return_error");
      assertThat(seen)
          .contains("Verify return code: 0 (ok)")
          .containsPattern("Cipher is .*(GCM|CHACHA20)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void oldVersionsAreRefused(String version) {
    String seen = connect(server.sipsPort(), "", version, "-cipher", "ALL:@SECLEVEL=0");
    assertThat(seen).contains("Cipher is (NONE)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-RSA-AES256-SHA384",
        "DHE-RSA-AES128-SHA",
        "NULL-SHA256"
      })
  void suitesWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused(String suite) {
    String seen = connect(server.sipsPort(), "", "-tls1_2", "-cipher", suite + ":@SECLEVEL=0");
    assertThat(seen).contains("Cipher is (NONE)");
  }

  @Test
  void aSecondHandshakeOnOneConnectionIsRefused() {
    String seen = connect(server.sipsPort(), "R\nQ\n", "-tls1_2");
    assertThat(seen)
        .contains("RENEGOTIATING")
        .doesNotContain("Verify return code: 0 (ok)\nRENEGOTIATED");
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void anAuthorityThatDidNotSignIsNotBelieved() {
    String seen =
        shakeHands(
            server.sipsPort(), "", List.of("-no-CAfile", "-no-CApath", "-verify_return_error"));
    assertThat(seen).contains("verify error");
  }

  @Test
  void sipIsSpokenOnBothPortsOverOneTlsConnection() {
    String options =
        "OPTIONS sip:%s SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bKossl;rport\r\nMax-Forwards: 70\r\nFrom: <sip:alice@%s>;tag=1\r\nTo: <sip:%s>\r\nCall-ID: ossl@here\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
            .replace("%s", server.account("alice").domain());
    for (int port : List.of(server.port(), server.sipsPort())) {
      assertThat(connect(port, options, "-quiet")).containsPattern("SIP/2\\.0 [245]\\d\\d ");
    }
  }

  private static String connect(int port, String typed, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-CAfile", server.target().authority().toString()));
    return shakeHands(port, typed, all);
  }

  private static String shakeHands(int port, String typed, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-servername",
                "localhost"));
    command.addAll(options);
    try (Subprocess client =
        Subprocess.start(
            stage.directory(), "s_client-" + System.nanoTime() + ".log", Map.of(), command)) {
      if (!typed.isEmpty()) {
        Stage.letPass(Duration.ofMillis(500));
        client.type(typed);
      }
      client.ended(Duration.ofMillis(1_500));
      return client.output();
    }
  }
}
