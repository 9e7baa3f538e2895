package io.sallyport.server.edge;

import static io.sallyport.server.edge.EdgeRig.bytes;
import static io.sallyport.server.edge.EdgeRig.read;
import static io.sallyport.server.edge.EdgeRig.readAll;
import static io.sallyport.server.edge.EdgeRig.request;
import static io.sallyport.server.edge.EdgeRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebSocketTest {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LAST = 0x80;

  /** A frame as the server sent it. */
  private record Frame(int opcode, byte[] payload) {
    int closeStatus() {
      return ByteBuffer.wrap(payload).getShort();
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY})
  void eachMessageIsOneSipMessageBothWays(int opcode) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = open(rig)) {
      write(browser, frame(LAST | opcode, request("one")));
      EdgeRig.Heard heard = rig.heard();
      assertThat(heard.frame().first("Call-ID")).isEqualTo("one");
      assertThat(heard.flow().transport()).isEqualTo(Transport.WSS);
      assertThat(heard.flow().local()).isEqualTo(rig.address(Listening.Kind.SECURE));

      assertThat(heard.flow().send(bytes("SIP/2.0 200 OK\r\n\r\n"))).isTrue();
      assertThat(next(browser))
          .satisfies(f -> assertThat(f.opcode()).isEqualTo(TEXT))
          .extracting(Frame::text)
          .asString()
          .startsWith("SIP/2.0 200");
      assertThat(heard.flow().send(new byte[] {(byte) 0xFF, 0})).isTrue();
      assertThat(next(browser).opcode()).isEqualTo(BINARY);

      browser.close();
      assertThat(rig.closedFlow()).isSameAs(heard.flow());
    }
  }

  @Test
  void fragmentsPingsAndKeepAlivesAreUnderstood() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = open(rig)) {
      byte[] whole = request("parts");
      write(browser, frame(TEXT, java.util.Arrays.copyOf(whole, 30)));
      write(browser, frame(LAST | PING, bytes("hi")));
      assertThat(next(browser))
          .satisfies(f -> assertThat(f.opcode()).isEqualTo(PONG))
          .extracting(Frame::text)
          .isEqualTo("hi");
      write(
          browser,
          frame(LAST | CONTINUATION, java.util.Arrays.copyOfRange(whole, 30, whole.length)));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("parts");
      write(browser, frame(LAST | TEXT, bytes("\r\n\r\n")));
      assertThat(next(browser).text()).isEqualTo("\r\n");
    }
  }

  @Test
  void aCloseIsAnsweredWithItsStatus() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = open(rig)) {
      write(browser, frame(LAST | CLOSE, new byte[] {0x03, (byte) 0xE9}));
      assertThat(next(browser).closeStatus()).isEqualTo(1001);
      assertThat(readAll(browser)).isEmpty();
      rig.closedFlow();
    }
  }

  @Test
  void brokenFramesAndTooLongMessagesCloseWithTheirStatus() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      assertThat(closeStatus(rig, new byte[] {(byte) (LAST | TEXT), 2, 'a', 'b'}))
          .as("unmasked")
          .isEqualTo(1002);
      assertThat(closeStatus(rig, frame(LAST | 3, bytes("a"))))
          .as("reserved opcode")
          .isEqualTo(1002);
      assertThat(closeStatus(rig, frame(LAST | 0x40 | TEXT, bytes("a"))))
          .as("reserved bit")
          .isEqualTo(1002);
      assertThat(closeStatus(rig, frame(LAST | TEXT, new byte[] {(byte) 0xC3, 0x28})))
          .as("not UTF-8")
          .isEqualTo(1007);
      assertThat(closeStatus(rig, frame(LAST | TEXT, new byte[65_537])))
          .as("one frame")
          .isEqualTo(1009);
      byte[] parts =
          concat(frame(BINARY, new byte[40_000]), frame(LAST | CONTINUATION, new byte[40_000]));
      assertThat(closeStatus(rig, parts)).as("several frames").isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403",
    "null, 403",
    "http://localhost:PORT, 403",
    "https://localhost:1, 403",
    "https://localhost.evil.example:PORT, 403",
    "https://localhost:PORT, 101"
  })
  void aForeignPageMayNotOpenASocket(String origin, int status) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      write(
          browser,
          handshake(rig, "Origin: " + origin.replace("PORT", "" + browser.getPort()) + "\r\n"));
      assertThat(read(browser, 12)).isEqualTo("HTTP/1.1 " + status);
      assertThat(rig.count(Counter.EDGE_WEBSOCKETS_REFUSED)).isEqualTo(status == 403 ? 1 : 0);
    }
  }

  @Test
  void aHostNameThatIsNotOursDoesNotMakeAPageOurs() throws Exception {
    // a foreign name that was made to resolve to our address (DNS rebinding)
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      String text =
          new String(handshake(rig, "Origin: https://evil.example\r\n"), StandardCharsets.US_ASCII);
      write(browser, bytes(text.replaceFirst("Host: [^\r]*", "Host: evil.example")));
      assertThat(readAll(browser)).startsWith("HTTP/1.1 403 Forbidden\r\n");
    }
  }

  @Test
  void originsOfTheSettingsReplaceOurOwn() throws Exception {
    EdgeSettings settings =
        EdgeRig.settings(EdgeRig.limits(), List.of("https://intranet.example"), true);
    try (EdgeRig rig = new EdgeRig(settings);
        Socket allowed = rig.tls(Listening.Kind.SECURE);
        Socket refused = rig.tls(Listening.Kind.SECURE)) {
      write(allowed, handshake(rig, "Origin: https://Intranet.example\r\n"));
      assertThat(read(allowed, 12)).isEqualTo("HTTP/1.1 101");
      write(refused, handshake(rig, "Origin: https://localhost:" + refused.getPort() + "\r\n"));
      assertThat(read(refused, 12)).isEqualTo("HTTP/1.1 403");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short, 400",
    "Connection: keep-alive, Connection: close, 400",
    "HTTP/1.1, HTTP/1.0, 400"
  })
  void aMalformedHandshakeIsRefused(String right, String wrong, int status) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      String text = new String(handshake(rig, ""), StandardCharsets.US_ASCII);
      assertThat(text).contains(right);
      write(browser, bytes(text.replace(right, wrong).replace("close, Upgrade", "close")));
      assertThat(readAll(browser)).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void aSocketForAnotherProtocolIsTheWebApplications() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = rig.tls(Listening.Kind.SECURE)) {
      String text = new String(handshake(rig, ""), StandardCharsets.US_ASCII);
      write(browser, bytes(text.replace("Protocol: chat, sip", "Protocol: console")));
      assertThat(readAll(browser)).as("there is none here").startsWith("HTTP/1.1 503");
    }
  }

  @Test
  void aFrameSentByteByByteIsOnTheClock() throws Exception {
    Duration long5 = Duration.ofSeconds(5);
    try (EdgeRig rig =
            new EdgeRig(
                EdgeRig.settings(EdgeRig.times(long5, Duration.ofMillis(300), long5, long5)));
        Socket browser = open(rig)) {
      write(browser, java.util.Arrays.copyOf(frame(LAST | TEXT, request("one")), 9));
      assertThat(readAll(browser)).isEmpty();
      await().until(() -> rig.count(Counter.EDGE_SLOW_MESSAGES) == 1);
      rig.closedFlow();
    }
  }

  @Test
  void whatIsNoSipMessageIsAFault() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket browser = open(rig)) {
      write(browser, frame(LAST | TEXT, bytes("hello")));
      assertThat(rig.faulted().flow().transport()).isEqualTo(Transport.WSS);
      write(browser, frame(LAST | TEXT, request("next")));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("next");
    }
  }

  private static Socket open(EdgeRig rig) throws Exception {
    Socket socket = rig.tls(Listening.Kind.SECURE);
    write(socket, handshake(rig, ""));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(read(socket, 1));
    }
    assertThat(head)
        .startsWith("HTTP/1.1 101 ")
        .contains("Sec-WebSocket-Protocol: sip\r\n")
        .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    return socket;
  }

  private static byte[] handshake(EdgeRig rig, String more) {
    return bytes(
        "GET /any/path HTTP/1.1\r\nHost: localhost:"
            + rig.address(Listening.Kind.SECURE).getPort()
            + "\r\n"
            + "Upgrade: WebSocket\r\n"
            + "Connection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: chat, sip\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + more
            + "\r\n");
  }

  private static int closeStatus(EdgeRig rig, byte[] bad) throws Exception {
    try (Socket browser = open(rig)) {
      try {
        write(browser, bad);
      } catch (SocketException closedMeanwhile) {
        // the server need not read a frame to its end to refuse it; its close frame is there to
        // read
      }
      Frame close = next(browser);
      assertThat(close.opcode()).isEqualTo(CLOSE);
      assertThat(readAll(browser)).isEmpty();
      return close.closeStatus();
    }
  }

  /** A masked frame, as clients send them. */
  private static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (LAST | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (LAST | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (LAST | 127)).putLong(payload.length);
    }
    byte[] mask = {1, 2, 3, 4};
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    return java.util.Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] concat(byte[] one, byte[] two) {
    return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
  }

  private static Frame next(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int opcode = in.read() & 0x0F;
    int length = in.read();
    assertThat(length).as("a server's frame is short here and never masked").isBetween(0, 125);
    return new Frame(opcode, in.readNBytes(length));
  }
}
