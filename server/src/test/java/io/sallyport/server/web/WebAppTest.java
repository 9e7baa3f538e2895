package io.sallyport.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAppTest {
  private static final String PROXY = "PROXY TCP4 192.0.2.9 127.0.0.1 4711 8443\r\n";

  private final WebServer.Sources sources =
      new WebServer.Sources() {
        @Override
        public Installation installation() {
          return new Installation("example.org", "localhost", "", "", List.of());
        }

        @Override
        public Map<String, Health> health() {
          return Map.of();
        }

        @Override
        public String trace(String callId) {
          return "";
        }

        @Override
        public Optional<Map<String, Object>> media(String callId) {
          return Optional.empty();
        }

        @Override
        public Map<String, Object> debugState() {
          return Map.of();
        }
      };

  private WebServer web;

  @BeforeEach
  void start() throws Exception {
    web =
        new WebServer(
            new WebSettings(true, 0, false, 6),
            sources,
            context -> context.contentType("application/problem+json").status(404).result("{}"),
            new WebApp("console-for-tests"),
            new Counters());
    web.start();
  }

  @AfterEach
  void close() {
    web.close();
  }

  private String get(String path, String... headers) throws IOException {
    InetSocketAddress to = web.backend().orElseThrow();
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      socket.setSoTimeout(10_000);
      String request =
          PROXY + "GET " + path + " HTTP/1.1\r\nHost: calls.example.org:8443\r\n" + more;
      socket
          .getOutputStream()
          .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageComesWithAPolicyWhoseNonceIsNewEachTime() throws Exception {
    Pattern nonce = Pattern.compile("content=\"([A-Za-z0-9+/]{24})\"");
    Matcher first = nonce.matcher(get("/"));
    String again = get("/calls/c1.n1-7");
    Matcher second = nonce.matcher(again);
    assertThat(first.find() && second.find()).isTrue();
    assertThat(first.group(1)).isNotEqualTo(second.group(1));
    assertThat(again)
        .startsWith("HTTP/1.1 200")
        .contains("Cache-Control: no-store")
        .contains("script-src 'self'; style-src 'self' 'nonce-" + second.group(1) + "'")
        .contains("connect-src 'self' wss://calls.example.org:8443;")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe-inline")
        .doesNotContain("unsafe-eval");
  }

  @Test
  void pagesAreNotFramedAndAskForNothingButWhatAPhoneNeeds() throws Exception {
    assertThat(get("/"))
        .contains("X-Frame-Options: DENY")
        .contains("Cross-Origin-Opener-Policy: same-origin")
        .contains("Strict-Transport-Security: max-age=")
        .contains("X-Content-Type-Options: nosniff")
        .contains("Referrer-Policy: no-referrer")
        .contains("camera=(self), microphone=(self)")
        .contains("geolocation=()");
  }

  @Test
  void aHostThatIsNoneDoesNotGetIntoThePolicy() throws Exception {
    assertThat(get("/", "X-Forwarded-Host: evil.example"))
        .contains("wss://calls.example.org:8443;")
        .doesNotContain("evil.example");
  }

  @Test
  void aHashedFileIsKeptForEverAndGoesCompressedToWhoeverTakesIt() throws Exception {
    String path = "/assets/app-1a2b3c4d.js";
    assertThat(get(path))
        .contains("Cache-Control: public, max-age=31536000, immutable")
        .contains("Content-Type: text/javascript")
        .contains("Vary: Accept-Encoding")
        .doesNotContain("Content-Encoding")
        .endsWith("export {};\n");
    assertThat(get(path, "Accept-Encoding: gzip, deflate, br"))
        .contains("Content-Encoding: br")
        .endsWith("not really brotli");
    assertThat(get(path, "Accept-Encoding: gzip;q=0.5, br;q=0")).contains("Content-Encoding: gzip");
  }

  @Test
  void whatIsCompressedAlreadyIsNotCompressedAgain() throws Exception {
    String answer = get("/assets/large-5e6f7a8b.js", "Accept-Encoding: gzip, br");
    assertThat(answer).containsOnlyOnce("Content-Encoding: br").endsWith("b".repeat(3_000));
    assertThat(answer.split("Content-Encoding")).hasSize(2);
  }

  @Test
  void aFileThatOneHasIsNotSentAgain() throws Exception {
    String whole = get("/icon.svg");
    assertThat(whole).contains("Cache-Control: no-cache").contains("image/svg+xml");
    Matcher tag = Pattern.compile("ETag: (\"[0-9a-f]+\")").matcher(whole);
    assertThat(tag.find()).isTrue();
    assertThat(get("/icon.svg", "If-None-Match: " + tag.group(1)))
        .startsWith("HTTP/1.1 304")
        .doesNotContain("<svg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../../style.css",
        "/assets/..%2f..%2fstyle.css",
        "/assets/%2e%2e/%2e%2e/style.css",
        "/assets/..;/style.css",
        "/assets/....//style.css",
        "/assets/..\\style.css",
        "/assets/secret.key",
        "/assets/app-1a2b3c4d.js%00.svg",
        "/assets/app-1a2b3c4d.js.br",
        "/assets//etc/passwd",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
        "//etc/passwd",
        "/META-INF/MANIFEST.MF",
        "/io/sallyport/server/web/style.css"
      })
  void aTrickWithAPathGetsNoFile(String path) throws Exception {
    assertThat(get(path))
        .doesNotContain("never served")
        .doesNotContain("not really brotli")
        .doesNotContain("root:")
        .doesNotContain("Manifest-Version")
        .doesNotContain("--panel:");
  }

  @Test
  void theInterfaceAnswersItsErrorsItself() throws Exception {
    assertThat(get("/api/v1/nothing"))
        .startsWith("HTTP/1.1 404")
        .contains("application/problem+json")
        .endsWith("{}");
    assertThat(get("/api/v2/nothing")).startsWith("HTTP/1.1 404");
  }

  @Test
  void theStartPageIsThereWithoutAScript() throws Exception {
    assertThat(get("/start")).contains("Sallyport runs").doesNotContain("<script");
  }
}
