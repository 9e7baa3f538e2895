package io.sallyport.server.edge;

import static io.sallyport.server.edge.EdgeRig.bytes;
import static io.sallyport.server.edge.EdgeRig.read;
import static io.sallyport.server.edge.EdgeRig.readAll;
import static io.sallyport.server.edge.EdgeRig.request;
import static io.sallyport.server.edge.EdgeRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DetectionTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final int PROXY_HEADER = 28;

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET,
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a b HTTP/1.0\nHost: x\n\n",
        "HEAD / HTTP/1.1\r\n\r\n"
      })
  void anHttpRequestGoesToTheWebApplicationBehindAProxyHeader(String head) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        ServerSocket web = webFor(rig);
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      write(browser, bytes(head));
      try (Socket accepted = web.accept()) {
        ByteBuffer proxy = ByteBuffer.wrap(accepted.getInputStream().readNBytes(PROXY_HEADER));
        assertThat(proxy.array())
            .startsWith(
                0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 'Q', 'U', 'I', 'T', 0x0A, 0x21, 0x11, 0,
                12);
        assertThat(proxy.getInt(16)).isEqualTo(0x7F000001);
        assertThat(Short.toUnsignedInt(proxy.getShort(24))).isEqualTo(browser.getLocalPort());
        assertThat(Short.toUnsignedInt(proxy.getShort(26))).isEqualTo(browser.getPort());
        assertThat(read(accepted, head.length())).isEqualTo(head);

        write(accepted, bytes("HTTP/1.1 204 No Content\r\n\r\n"));
        assertThat(read(browser, 27)).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        write(browser, bytes(GET));
        assertThat(read(accepted, GET.length())).isEqualTo(GET);

        browser.close();
        assertThat(readAll(accepted)).isEmpty();
      }
      await().until(() -> rig.edge.connections() == 0);
      assertThat(rig.frames).isEmpty();
      assertThat(rig.closed).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS sip:a@example.org SIP/2.0\r\n",
        "REGISTER sip:example.org SIP/2.0\r\n",
        "SIP/2.0 200 OK\r\n"
      })
  void aSipStartLineIsSipHoweverItIsCut(String line) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      for (byte b : bytes(line + "Call-ID: one\r\nContent-Length: 2\r\n\r\nok")) {
        write(phone, new byte[] {b});
      }
      EdgeRig.Heard heard = rig.heard();
      assertThat(heard.frame().startLine()).isEqualTo(line.trim());
      assertThat(heard.frame().body()).containsExactly('o', 'k');
    }
  }

  @Test
  void aPingIsAnsweredWithAPongWhereverItComes() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE);
        Socket plain = rig.tcp(Listening.Kind.PLAIN_TCP)) {
      for (Socket socket : new Socket[] {phone, plain}) {
        write(socket, bytes("\r\n\r\n"));
        assertThat(read(socket, 2)).isEqualTo("\r\n");
        write(socket, request("one"));
        rig.heard();
        write(socket, bytes("\r\n"));
        write(socket, bytes("\r\n"));
        assertThat(read(socket, 2)).isEqualTo("\r\n");
      }
      assertThat(rig.count(Counter.EDGE_PINGS)).isEqualTo(4);
    }
  }

  @Test
  void aWebApplicationThatIsNotThereIsA503() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket early = rig.tls(Listening.Kind.SECURE);
        Socket late = rig.tls(Listening.Kind.SECURE)) {
      write(early, bytes(GET));
      assertThat(readAll(early))
          .startsWith("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n");
      try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        rig.web = (InetSocketAddress) gone.getLocalSocketAddress();
      }
      write(late, bytes(GET));
      assertThat(readAll(late)).startsWith("HTTP/1.1 503 ");
      assertThat(rig.count(Counter.EDGE_WEB_UNAVAILABLE)).isEqualTo(2);
    }
  }

  @Test
  void muchDataFlowsBothWaysWithoutLoss() throws Exception {
    byte[] page = new byte[8_000_000];
    new Random(1).nextBytes(page);
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        ServerSocket web = webFor(rig);
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      write(browser, bytes(GET));
      try (Socket accepted = web.accept()) {
        accepted.getInputStream().readNBytes(PROXY_HEADER + GET.length());
        CompletableFuture<Void> down = CompletableFuture.runAsync(() -> send(accepted, page));
        CompletableFuture<Void> up = CompletableFuture.runAsync(() -> send(browser, page));
        CompletableFuture<byte[]> atBrowser =
            CompletableFuture.supplyAsync(() -> receive(browser, page.length));
        assertThat(receive(accepted, page.length)).isEqualTo(page);
        assertThat(atBrowser.join()).isEqualTo(page);
        CompletableFuture.allOf(up, down).join();
      }
      assertThat(readAll(browser)).isEmpty();
    }
  }

  @Test
  void aBrowserThatDoesNotReadStopsTheWebApplicationInsteadOfFillingMemory() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        ServerSocket web = webFor(rig);
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      write(browser, bytes(GET));
      try (Socket accepted = web.accept()) {
        accepted.getInputStream().readNBytes(PROXY_HEADER + GET.length());
        CompletableFuture<Void> sender =
            CompletableFuture.runAsync(() -> send(accepted, new byte[64_000_000]));
        // far more than the sockets' buffers and the edge's own hold
        await().during(Duration.ofMillis(500)).until(() -> !sender.isDone());
        browser.close();
        await().until(sender::isDone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HT",
        "GET / HTTP/1.1\r\nHost: ",
        "REGISTER sip:a",
        "\r",
        "INVITE sip:a SIP/2.0\r\nVia: "
      })
  void aHeadThatIsNotFinishedInTimeEndsTheConnection(String part) throws Exception {
    Duration long5 = Duration.ofSeconds(5);
    EdgeSettings.Limits quick = EdgeRig.times(long5, Duration.ofMillis(300), long5, long5);
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(quick));
        Socket slow = rig.tls(Listening.Kind.SECURE)) {
      write(slow, bytes(part));
      assertThat(readAll(slow)).isEmpty();
      await().until(() -> rig.edge.connections() == 0);
      assertThat(rig.count(Counter.EDGE_SLOW_MESSAGES)).isEqualTo(1);
    }
  }

  @Test
  void aHeadWithoutEndIsRefused() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket web = rig.tls(Listening.Kind.SECURE);
        Socket noLine = rig.tls(Listening.Kind.SECURE)) {
      write(web, bytes("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(11_000)));
      assertThat(readAll(web)).startsWith("HTTP/1.1 431 ");
      write(noLine, bytes("A".repeat(9_000)));
      assertThat(rig.faulted().fault().closes()).isTrue();
    }
  }

  private static ServerSocket webFor(EdgeRig rig) throws Exception {
    ServerSocket web = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    web.setSoTimeout(5_000);
    rig.web = (InetSocketAddress) web.getLocalSocketAddress();
    return web;
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      write(socket, bytes);
    } catch (java.io.IOException e) {
      // the other end has gone
    }
  }

  private static byte[] receive(Socket socket, int length) {
    try {
      InputStream in = socket.getInputStream();
      return in.readNBytes(length);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
