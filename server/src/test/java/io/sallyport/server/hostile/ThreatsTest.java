package io.sallyport.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.client.Phone;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.hostile.Peer.Way;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Attacks that brought other servers down or past their guards, against a whole server; {@code
 * docs/security.md} says which test shows what.
 */
@Timeout(120)
class ThreatsTest {
  private static final long ANSWER_MILLIS = 15_000;
  private static final String BOB = "sip:bob@" + LiveServer.DOMAIN;
  private static final String DESCRIPTION =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";

  @TempDir static Path directory;
  private static LiveServer live;

  @BeforeAll
  static void start() throws Exception {
    live =
        LiveServer.start(
            directory.resolve("data"), "    message-time: 2s\n    handshake-time: 2s\n");
    live.stillServes();
  }

  @AfterAll
  static void stop() throws Exception {
    if (live != null) {
      try {
        live.stillServes();
      } finally {
        live.close();
      }
    }
  }

  @Test
  void nobodyRegistersForAnother() throws Exception {
    try (Login alice = Login.of(live, "alice")) {
      SipRequest hijack =
          alice
              .request(SipRequest.REGISTER, "sip:" + LiveServer.DOMAIN)
              .set(HeaderNames.TO, "<" + BOB + ">")
              .add(HeaderNames.CONTACT, "<sip:alice@192.0.2.66:5061;transport=tls>")
              .build();
      assertThat(alice.ask(hijack).status()).isEqualTo(403);
      SipRequest wildcard =
          hijack.toBuilder().set(HeaderNames.CONTACT, "*").add("Expires", "0").build();
      assertThat(alice.ask(wildcard).status()).isEqualTo(403);
    }
    // bob's own phone is still the one that rings
    live.stillServes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "From ", "f", "FROM\t", "f "})
  void noSpellingOfFromSpeaksForAnother(String name) throws Exception {
    try (Login alice = Login.of(live, "alice")) {
      SipRequest.Builder request = alice.request(SipRequest.MESSAGE, BOB);
      SipRequest text =
          request.set(HeaderNames.FROM, "<" + BOB + ">;tag=1").body("text/plain", ok()).build();
      SipResponse answer = alice.ask(text, wire -> wire.replace("\r\nFrom:", "\r\n" + name + ":"));
      assertThat(answer.status()).isEqualTo(403);
    }
    try (Peer peer = Peer.open(live, Way.TLS, 0)) {
      String extra = name + ": <" + BOB + ">;tag=2\r\n";
      peer.send(Requests.of("MESSAGE", BOB, "two-froms-" + name.strip(), extra));
      assertThat(peer.status(ANSWER_MILLIS)).isEqualTo("400");
    }
  }

  @Test
  void aDialogThatNeverWasIsToldSo() throws Exception {
    for (String method : List.of("BYE", "INFO", "UPDATE", "NOTIFY", "REFER", "INVITE", "MESSAGE")) {
      try (Peer peer = Peer.open(live, Way.TLS, 0)) {
        String request = Requests.of(method, BOB, "forged-" + method, "");
        peer.send(request.replace("To: <" + BOB + ">", "To: <" + BOB + ">;tag=guess"));
        assertThat(peer.status(ANSWER_MILLIS)).as(method).isEqualTo("481");
      }
    }
  }

  @Test
  void nothingPassesWithoutALogin() throws Exception {
    for (Way way : Way.values()) {
      for (String method :
          List.of("INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "NOTIFY", "PUBLISH", "REGISTER")) {
        try (Peer peer = Peer.open(live, way, 0)) {
          peer.send(Requests.of(method, BOB, "stranger-" + method + way, ""));
          assertThat(peer.status(ANSWER_MILLIS)).as(method).isIn("401", "403", "407");
        }
      }
    }
  }

  @Test
  void anUnknownUserLooksLikeAWrongPassword() throws Exception {
    List<String> shapes = new ArrayList<>();
    for (String user : List.of("carol", "bob")) {
      try (Login login = Login.of(live, user, "not-the-password")) {
        SipRequest register = login.request("REGISTER", "sip:" + LiveServer.DOMAIN).build();
        SipResponse answer = login.ask(register);
        StringBuilder shape = new StringBuilder(answer.startLine());
        answer.headers().forEach(h -> shape.append('\n').append(h.name()));
        answer
            .all(HeaderNames.WWW_AUTHENTICATE)
            .forEach(c -> shape.append('\n').append(c.replaceAll("nonce=\"[^\"]*\"", "")));
        shapes.add(shape.toString());
      }
    }
    assertThat(shapes.get(0)).isEqualTo(shapes.get(1)).startsWith("SIP/2.0 401");
  }

  @Test
  void slowConnectionsHoldNobodyUp() throws Exception {
    List<AutoCloseable> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Peer half = Peer.open(live, i % 2 == 0 ? Way.TCP : Way.TLS, 0);
        slow.add(half);
        half.send("REGISTER sip:" + LiveServer.DOMAIN + " SIP/2.0\r\nVia: SIP/2.0/TCP ");
        // and one that never finishes its handshake
        Socket stalled = new Socket();
        slow.add(stalled);
        stalled.connect(live.address(Listening.Kind.SECURE), 20_000);
        stalled.getOutputStream().write(new byte[] {0x16, 3, 1, 2});
      }
      try (Login alice = Login.of(live, "alice")) {
        assertThat(
                alice.ask(alice.request("REGISTER", "sip:" + LiveServer.DOMAIN).build()).status())
            .isEqualTo(200);
      }
      for (AutoCloseable one : slow) {
        if (one instanceof Peer half) {
          assertThat(half.endsWithin(ANSWER_MILLIS)).isTrue();
        } else {
          ((Socket) one).setSoTimeout((int) ANSWER_MILLIS);
          assertThat(hasEnded((Socket) one)).isTrue();
        }
      }
    } finally {
      for (AutoCloseable one : slow) {
        one.close();
      }
    }
  }

  @Test
  void aContentLengthThatIsNoPlainNumberIsRefused() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try {
      for (String value :
          List.of(
              "2147483647", "9".repeat(20), "-1", "+1", "1 1", "0x10", "", "\u0661", "1\r\nl: 2")) {
        for (Way way : Way.values()) {
          Peer peer = Peer.open(live, way, 0);
          peers.add(peer);
          String request = Requests.of("OPTIONS", BOB, "length" + way + value.hashCode(), "");
          peer.send(request.replace("Content-Length: 0", "Content-Length: " + value));
          assertThat(peer.status(ANSWER_MILLIS)).as(value).isIn("400", "413");
          peer.send(Requests.of("OPTIONS", "sip:" + LiveServer.DOMAIN, "smuggled", ""));
        }
      }
      for (int i = 0; i < peers.size(); i++) {
        if (i % Way.values().length != Way.UDP.ordinal()) {
          assertThat(peers.get(i).endsWithin(ANSWER_MILLIS)).isTrue();
          assertThat(peers.get(i).text()).doesNotContain("smuggled");
        }
      }
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"X-Long, 9000, 1", "X-Many, 1, 300", "X-Head, 7000, 12", "Via, 60, 120"})
  void headersBeyondTheCapsAreRefused(String name, int length, int times) throws Exception {
    String value =
        name.equals("Via") ? "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1" : "x".repeat(length);
    String extra = (name + ": " + value + "\r\n").repeat(times);
    try (Peer peer = Peer.open(live, Way.TLS, 0)) {
      peer.send(Requests.of("OPTIONS", BOB, "caps-" + name, extra));
      assertThat(peer.status(ANSWER_MILLIS)).isEqualTo("400");
    }
  }

  /** What stopped Asterisk, FreeSWITCH, OpenSIPS, Kamailio and JAIN-SIP. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Digest username=\"\r\n",
        "Authorization: Digest\r\n",
        "Authorization: Digest ,,,,=,\"\"\"\r\n",
        "Proxy-Authorization: Digest realm=\"sallyport.localhost\", nc=zzzzzzzz, qop=auth\r\n",
        "Via: SIP/2.0/UDP a;b=1 (x\\\r\n",
        "RAck: x y z\r\n",
        "RSeq: 99999999999\r\n",
        "MIME-Version: \r\n",
        "Min-Expires: -1\r\n",
        "Contact: <sip:a@b\r\n",
        "Contact: \"\\\r\n",
        "Route: <sip:>\r\n",
        "Record-Route: ,\r\n",
        "Expires: 99999999999999\r\n",
        "Content-Type: multipart/mixed;boundary=\r\n",
        "Session-Expires: ;refresher=\r\n",
        "Replaces: ;;;\r\n",
        "Accept: \u0000\r\n"
      })
  void whatStoppedOthersIsAnswered(String header) throws Exception {
    for (String method : List.of("INVITE", "REGISTER")) {
      try (Peer peer = Peer.open(live, Way.UDP, 0)) {
        peer.send(Requests.of(method, BOB, "crash-" + method + header.hashCode(), header));
        assertThat(peer.status(ANSWER_MILLIS)).isIn("400", "401", "407");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio 9 RTP/AVP 0\r\n@65",
        "m=audio 9 RTP/AVP 96\r\na=rtpmap:96 x/8000\r\n@400",
        "m=audio 9 RTP/AVP 0\r\na=candidate:1 99999 UDP 1 127.0.0.1 9 typ host\r\na=x\r\n@500",
        "m=audio 9 RTP/AVP 0\r\na=fmtp:\r\na=fmtp:0\r\na=rtpmap:999999999999 x/1\r\n@1",
        "m=audio 99999 RTP/AVP 0\r\n@1",
        "m=\r\n@1",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\r\n@300"
      })
  void aDescriptionMadeToHurtIsRefused(String lineAndTimes) throws Exception {
    String[] parts = lineAndTimes.split("@", -1);
    String bomb = DESCRIPTION + parts[0].repeat(Integer.parseInt(parts[1]));
    try (Login alice = Login.of(live, "alice")) {
      SipRequest invite =
          alice
              .request(SipRequest.INVITE, BOB)
              .add(HeaderNames.CONTACT, "<sip:alice@192.0.2.9:5061;transport=tls>")
              .body("application/sdp", bomb.getBytes(StandardCharsets.UTF_8))
              .build();
      assertThat(alice.ask(invite).status()).isIn(400, 415, 488);
    }
  }

  @Test
  void noContactLeadsBackToTheServer() throws Exception {
    int sips = live.address(Listening.Kind.SIPS).getPort();
    int udp = live.address(Listening.Kind.PLAIN_UDP).getPort();
    for (String contact :
        List.of(
            "sip:alice@" + LiveServer.DOMAIN,
            "sip:x@127.0.0.1:" + sips,
            "sip:x@127.0.0.1:" + udp)) {
      try (Login alice = Login.of(live, "alice")) {
        SipRequest register =
            alice
                .request(SipRequest.REGISTER, "sip:" + LiveServer.DOMAIN)
                .add(HeaderNames.CONTACT, "<" + contact + ">")
                .build();
        assertThat(alice.ask(register).status()).as(contact).isEqualTo(403);
      }
    }
  }

  @Test
  void aRequestWithoutHopsLeftEnds() throws Exception {
    try (Peer peer = Peer.open(live, Way.UDP, 0)) {
      peer.send(Requests.of("INVITE", BOB, "no-hops", "").replace("Forwards: 70", "Forwards: 0"));
      assertThat(peer.status(ANSWER_MILLIS)).isEqualTo("483");
    }
  }

  @Test
  void anAnswerToAStrangerIsOneDatagramAndNotMuchLonger() throws Exception {
    String contact = "Contact: <sip:alice@192.0.2.9:5070;transport=udp>\r\n";
    String agent = "User-Agent: Telephone 1.2.3 (with a name of ordinary length)\r\n";
    List<Peer> peers = new ArrayList<>();
    try {
      for (String method : List.of("REGISTER", "INVITE", "OPTIONS", "MESSAGE", "FOO")) {
        for (boolean phone : new boolean[] {true, false}) {
          Peer peer = Peer.open(live, Way.UDP, 0);
          peers.add(peer);
          String uri = method.equals("OPTIONS") ? "sip:" + LiveServer.DOMAIN : BOB;
          String extra = phone ? contact + agent : "";
          String request = Requests.of(method, uri, "reflect-" + method + phone, extra);
          peer.send(request);
          peer.status(ANSWER_MILLIS);
          double factor = (double) peer.bytesReceived() / request.length();
          System.out.printf(
              "%s of %d bytes over UDP: %.2f times its size%n", method, request.length(), factor);
          // what is shorter than any phone's request gets a single challenge, and that is the least
          assertThat(factor).isLessThan(phone ? 1.5 : 1.7);
        }
      }
      // longer than the first retransmission of whatever is retransmitted
      peers.get(0).endsWithin(1_200);
      for (Peer peer : peers) {
        peer.endsWithin(5);
        assertThat(peer.datagramsReceived()).isEqualTo(1);
      }
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void nothingIsSentWhereAPeerPoints() throws Exception {
    try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Login alice = Login.of(live, "alice")) {
      String there = "127.0.0.1:" + elsewhere.getLocalPort();
      for (String uri :
          List.of(
              "sip:bob@" + there,
              BOB + ";maddr=127.0.0.1",
              BOB + "?Route=%3Csip:" + there + ";lr%3E",
              "sip:" + there)) {
        SipRequest.Builder request =
            alice
                .request(SipRequest.MESSAGE, uri)
                .set(HeaderNames.TO, "<" + BOB + ">")
                .add(HeaderNames.ROUTE, "<sip:" + there + ";lr>")
                .add("Replaces", "a;to-tag=b;from-tag=c")
                .add("Refer-To", "<sip:x@" + there + ">")
                .body("text/plain", ok());
        alice.ask(request.build());
      }
      // over UDP too, with a Via that asks for a broadcast or another host
      for (String via :
          List.of("255.255.255.255;maddr=127.0.0.1", "h;received=127.0.0.1;maddr=" + there)) {
        try (Peer peer = Peer.open(live, Way.UDP, 0)) {
          String request =
              Requests.of("OPTIONS", "sip:" + LiveServer.DOMAIN, "via" + via.length(), "");
          peer.send(request.replaceFirst("192\\.0\\.2\\.9:5070", via));
          peer.status(ANSWER_MILLIS);
        }
      }
      elsewhere.setSoTimeout(500);
      assertThatThrownBy(() -> elsewhere.receive(new DatagramPacket(new byte[100], 100)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aForeignPageOpensNoWebSocket() throws Exception {
    try (Peer page = Peer.tls(live, live.address(Listening.Kind.SECURE))) {
      page.send(
          "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Protocol: sip\r\nOrigin: https://evil.example\r\n\r\n");
      assertThat(page.readUntil("\r\n", ANSWER_MILLIS)).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void oldTlsIsRefusedAndAnUnknownServerNameIsNot() throws Exception {
    for (Listening.Kind kind : List.of(Listening.Kind.SIPS, Listening.Kind.SECURE)) {
      try (SSLSocket old = socket(kind)) {
        SSLParameters parameters = old.getSSLParameters();
        parameters.setCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"});
        parameters.setProtocols(new String[] {"TLSv1.2"});
        old.setSSLParameters(parameters);
        assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
      }
      try (SSLSocket named = socket(kind)) {
        SSLParameters parameters = named.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("x".repeat(60) + ".invalid")));
        named.setSSLParameters(parameters);
        named.startHandshake();
        assertThat(named.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
        assertThat(named.getSession().getCipherSuite()).doesNotContain("CBC", "TLS_RSA");
      }
    }
  }

  @Test
  void whatAPeerWroteCannotForgeALogLine() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger("io.sallyport");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.DEBUG);
    String poison = "x\u202Eforged\u009B31m${jndi:ldap://127.0.0.1/a}\u2028line";
    try (Login alice = Login.of(live, "alice")) {
      SipRequest register =
          alice
              .request(SipRequest.REGISTER, "sip:" + LiveServer.DOMAIN)
              .add(HeaderNames.CONTACT, "<sip:alice@192.0.2.9:5061;transport=tls>")
              .add("User-Agent", poison.replace("\u009B", ""))
              .add("Subject", poison.replace("\u009B", ""))
              .build();
      assertThat(alice.ask(register).status()).isEqualTo(200);
      SipRequest unbound = register.toBuilder().set("Contact", "*").set("Expires", "0").build();
      alice.ask(unbound.toBuilder().set(HeaderNames.CSEQ, "90 REGISTER").build());
      for (String name : List.of("User-Agent", "Call-ID", "From", "X\u001B[2J", "Subject")) {
        try (Peer peer = Peer.open(live, Way.UDP, 0)) {
          String extra = name + ": " + poison + "\r\n\u001B[31m: evil\r\n";
          peer.send(Requests.of("INVITE", BOB, "log\u001B\u202E" + name.length(), extra));
          peer.status(300);
        }
      }
    } finally {
      root.detachAppender(lines);
      root.setLevel(before);
    }
    assertThat(lines.list).isNotEmpty();
    for (ILoggingEvent line : List.copyOf(lines.list)) {
      assertThat(line.getFormattedMessage())
          .doesNotContainPattern("[\\p{Cntrl}\u202A-\u202E\u2028]");
    }
  }

  @Test
  void aConnectionThatClosesDuringItsInviteLeavesNothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Phone alice = live.phone("alice")) {
        alice.call("bob", io.sallyport.client.MediaPlan.silent());
        alice.connect().get();
        alice.vanish();
      }
    }
    live.stillServes();
  }

  private static SSLSocket socket(Listening.Kind kind) throws Exception {
    SSLSocket socket = (SSLSocket) live.trusting().getSocketFactory().createSocket();
    socket.connect(live.address(kind), 20_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static boolean hasEnded(Socket socket) throws Exception {
    try {
      // an alert may come first
      while (socket.getInputStream().read() >= 0) {
        // its bytes are of no interest
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static byte[] ok() {
    return "ok".getBytes(StandardCharsets.UTF_8);
  }
}
