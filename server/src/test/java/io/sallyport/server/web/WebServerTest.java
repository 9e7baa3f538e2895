package io.sallyport.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.watch.ExpectsErrors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final String PROXY = "PROXY TCP4 192.0.2.9 127.0.0.1 4711 8443\r\n";

  private static final WebApp NONE = new WebApp("no-such-folder");

  private final Map<String, Health> health = new ConcurrentHashMap<>(Map.of("edge", Health.OK));
  private final Counters counters = new Counters();
  private WebServer web;

  private final WebServer.Sources sources =
      new WebServer.Sources() {
        @Override
        public Installation installation() {
          return new Installation(
              "example.org<script>",
              "localhost",
              "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
              "AB:CD",
              List.of(new Installation.EntryPoint(5061, "SIP over TLS", "phones")));
        }

        @Override
        public Map<String, Health> health() {
          return health;
        }

        @Override
        public String trace(String callId) {
          return "messages of " + callId;
        }

        @Override
        public Optional<Map<String, Object>> media(String callId) {
          return callId.equals("c1")
              ? Optional.of(Map.of("stream 0", Map.of("fromA", Map.of("proven", 7))))
              : Optional.empty();
        }

        @Override
        public Map<String, Object> debugState() {
          return Map.of("calls", 3);
        }
      };

  @BeforeEach
  void start() throws Exception {
    web = new WebServer(new WebSettings(true, 0, true, 6), sources, context -> {}, NONE, counters);
    web.start();
  }

  @AfterEach
  void close() {
    web.close();
  }

  private static String exchange(InetSocketAddress to, String request) throws IOException {
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String visit(String method, String path) throws IOException {
    return exchange(
        web.backend().orElseThrow(),
        PROXY + method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private String manage(String path) throws IOException {
    return exchange(
        web.management().orElseThrow(),
        "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @Test
  void thePageSaysThatItRunsEscapedAndUnderAStrictPolicy() throws Exception {
    String page = visit("GET", "/");
    assertThat(page)
        .startsWith("HTTP/1.1 200")
        .contains("Content-Security-Policy: default-src 'none'; style-src 'self'")
        .contains("X-Content-Type-Options: nosniff")
        .contains("Sallyport runs")
        .contains("example.org&lt;script&gt;")
        .contains("<td>5061</td>")
        .contains("AB:CD")
        .doesNotContain("<script")
        .doesNotContain("style=");
  }

  @Test
  void theAuthoritysCertificateCanBeDownloaded() throws Exception {
    assertThat(visit("GET", "/ca.crt"))
        .contains("Content-Type: application/x-x509-ca-cert")
        .contains("filename=\"sallyport-ca.crt\"")
        .endsWith("-----END CERTIFICATE-----\n");
  }

  @Test
  void healthIsJsonByComponentAnd503WhereOneFails() throws Exception {
    assertThat(visit("GET", "/api/v1/health"))
        .startsWith("HTTP/1.1 200")
        .contains("\"ok\":true")
        .contains("\"edge\":{");
    health.put("archive", Health.failing("disk full"));
    assertThat(visit("GET", "/api/v1/health"))
        .startsWith("HTTP/1.1 503")
        .contains("\"ok\":false")
        .doesNotContain("disk full");
    assertThat(manage("/api/v1/health")).startsWith("HTTP/1.1 503").contains("disk full");
  }

  @Test
  void everyCounterIsAMetricWithItsSentence() throws Exception {
    counters.add(Counter.CALLS_ANSWERED, 7);
    String metrics = manage("/metrics");
    assertThat(metrics)
        .contains("\nsallyport_calls_answered_total 7.0")
        .contains("jvm_memory_used_bytes");
    for (Counter counter : Counter.values()) {
      assertThat(metrics)
          .contains("# HELP " + counter.metric() + " " + counter.sentence())
          .contains("\n" + counter.metric() + " ");
    }
  }

  @Test
  void metricsAndDebugStateAreNotOnThePublicPort() throws Exception {
    assertThat(visit("GET", "/metrics")).startsWith("HTTP/1.1 404");
    assertThat(visit("GET", "/debug")).startsWith("HTTP/1.1 404");
    assertThat(visit("GET", "/debug/trace/x")).startsWith("HTTP/1.1 404");
    assertThat(visit("GET", "/debug/media/c1")).startsWith("HTTP/1.1 404");
    assertThat(manage("/debug/trace/a%40b")).endsWith("messages of a@b");
    assertThat(manage("/debug/media/c1")).startsWith("HTTP/1.1 200").contains("\"proven\":7");
    assertThat(manage("/debug/media/c2")).startsWith("HTTP/1.1 404");
    assertThat(manage("/debug")).startsWith("HTTP/1.1 200").contains("{\"calls\":3}");
  }

  @Test
  void anUnknownAddressIs404AndAForbiddenMethod405WithoutRepeatingTheRequest() throws Exception {
    assertThat(visit("GET", "/nowhere%3Cscript%3E"))
        .startsWith("HTTP/1.1 404")
        .contains("Not found")
        .doesNotContain("nowhere");
    assertThat(visit("POST", "/ca.crt")).startsWith("HTTP/1.1 405").contains("Method not allowed");
    assertThat(visit("HEAD", "/")).startsWith("HTTP/1.1 200");
  }

  @Test
  void noAnswerNamesAProductVersion() throws Exception {
    for (String answer :
        List.of(
            visit("GET", "/"),
            visit("GET", "/nowhere"),
            exchange(web.backend().orElseThrow(), PROXY + "GET / HTTP/9.9\r\n\r\n"),
            exchange(
                web.backend().orElseThrow(),
                PROXY + "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
            exchange(web.backend().orElseThrow(), PROXY + "<b>\u0001 junk\r\n\r\n"))) {
      assertThat(answer)
          .startsWith("HTTP/1.1 ")
          .doesNotContainIgnoringCase("jetty")
          .doesNotContainIgnoringCase("javalin")
          .doesNotContain("Server:")
          .doesNotContain("<b>");
    }
  }

  @Test
  void aConnectionWithoutAProxyHeaderIsNotServed() throws Exception {
    assertThat(
            exchange(
                web.backend().orElseThrow(),
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .doesNotContain("200");
  }

  @Test
  @ExpectsErrors("Failed to start Javalin")
  void aManagementPortThatIsTakenIsToldAsSuch() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      WebServer second =
          new WebServer(
              new WebSettings(false, taken.getLocalPort(), true, 6),
              sources,
              context -> {},
              NONE,
              counters);
      assertThatThrownBy(second::start).hasMessageContaining("TCP port " + taken.getLocalPort());
      second.close();
    }
  }
}
