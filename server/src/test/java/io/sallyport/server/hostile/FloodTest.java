package io.sallyport.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.Corpus;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.hostile.Peer.Way;
import io.sallyport.server.observe.Counter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Too much, too little and nonsense on every port; after each, honest phones call each other. */
@Timeout(120)
class FloodTest {
  private static final long SEED = 20_020_601;
  private static final long ANSWER_MILLIS = 20_000;
  private static final long HEAP_BYTES = 128L << 20;

  @TempDir static Path directory;
  private static LiveServer live;
  private static long heapBefore;

  @BeforeAll
  static void start() throws Exception {
    live =
        LiveServer.start(
            directory.resolve("data"), "    message-time: 2s\n    handshake-time: 2s\n");
    live.stillServes();
    heapBefore = LiveServer.heapBytes();
  }

  @AfterAll
  static void stop() {
    if (live != null) {
      live.close();
    }
  }

  @Test
  void randomBytesOnEveryPortHurtNobody() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      byte[] noise = new byte[1 + random.nextInt(3_000)];
      random.nextBytes(noise);
      for (Way way : Way.values()) {
        try (Peer peer = Peer.open(live, way, 0)) {
          peer.send(noise);
        }
      }
      for (Listening.Kind kind : List.of(Listening.Kind.SECURE, Listening.Kind.SIPS)) {
        // in place of a handshake, and behind one
        try (Socket raw = new Socket()) {
          raw.connect(live.address(kind), 20_000);
          raw.getOutputStream().write(noise);
        } catch (java.net.SocketException closedOnUs) {
          // as it should
        }
      }
      try (Peer behind = Peer.tls(live, live.address(Listening.Kind.SECURE))) {
        behind.send(noise);
      }
    }
    well();
  }

  @Test
  void truncatedAndMutatedMessagesHurtNobody() throws Exception {
    Random random = new Random(SEED);
    List<Corpus.Message> messages = new ArrayList<>(Corpus.rfc4475());
    messages.addAll(Corpus.rfc5118());
    try (Peer datagrams = Peer.open(live, Way.UDP, 0)) {
      for (Corpus.Message message : messages) {
        for (int i = 0; i < 20; i++) {
          byte[] bytes = message.bytes().clone();
          datagrams.send(bytes, 0, 1 + random.nextInt(bytes.length));
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          datagrams.send(bytes);
        }
        try (Peer stream = Peer.open(live, Way.TLS, 0)) {
          stream.send(message.bytes(), 0, random.nextInt(message.bytes().length));
        }
      }
    }
    well();
  }

  @Test
  void datagramsAsLargeAsTheyGetHurtNobody() throws Exception {
    byte[] largest = new byte[65_507];
    String request = Requests.of("OPTIONS", "sip:" + LiveServer.DOMAIN, "large", "X: ");
    byte[] head =
        request.substring(0, request.indexOf("Content-Length")).getBytes(StandardCharsets.UTF_8);
    java.util.Arrays.fill(largest, (byte) 'x');
    System.arraycopy(head, 0, largest, 0, head.length);
    try (Peer peer = Peer.open(live, Way.UDP, 0)) {
      for (int i = 0; i < 200; i++) {
        peer.send(largest);
      }
      peer.forget();
      peer.send(Requests.of("OPTIONS", "sip:" + LiveServer.DOMAIN, "small", ""));
      assertThat(peer.readUntil("small", ANSWER_MILLIS)).contains("small");
    }
    well();
  }

  @Test
  void aStormOfRegistersIsAnsweredAndForgotten() throws Exception {
    int connections = 20;
    int each = 100;
    List<Peer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        peers.add(Peer.open(live, i % 2 == 0 ? Way.TCP : Way.TLS, 0));
      }
      for (int n = 0; n < each; n++) {
        for (Peer peer : peers) {
          String user = "user" + n;
          String uri = "sip:" + LiveServer.DOMAIN;
          peer.send(Requests.of(user, "REGISTER", uri, "storm" + n, "", ""));
        }
      }
      for (Peer peer : peers) {
        peer.readUntil("storm" + (each - 1), ANSWER_MILLIS);
        // overload may say 503, and nothing goes unanswered
        assertThat(peer.statuses()).hasSize(each).isSubsetOf("401", "503");
      }
      well();
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void wrongPasswordsLockOutTheGuesserAndNobodyElse() throws Exception {
    // guesses for bob come from addresses of their own; bob's own phone is on another one
    long failedBefore = live.count(Counter.AUTH_FAILED);
    try (Peer guesser = Peer.open(live, Way.TCP, 0)) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String call = "guess" + i;
        String uri = "sip:" + LiveServer.DOMAIN;
        guesser.forget();
        guesser.send(Requests.of("bob", "REGISTER", uri, call, "", ""));
        String challenge = guesser.readUntil("\r\n\r\n", ANSWER_MILLIS);
        String nonce = challenge.replaceAll("(?s).*?nonce=\"([^\"]*)\".*", "$1");
        String credentials =
            "Authorization: Digest username=\"bob\", realm=\""
                + LiveServer.DOMAIN
                + "\", nonce=\""
                + nonce
                + "\", uri=\""
                + uri
                + "\", qop=auth, nc=00000001, cnonce=\"c\", algorithm=SHA-256, response=\""
                + "0".repeat(64)
                + "\"\r\n";
        guesser.forget();
        guesser.send(Requests.of("bob", "REGISTER", uri, call + "b", credentials, ""));
        answers.add(guesser.status(ANSWER_MILLIS));
      }
      assertThat(answers.subList(0, 10)).containsOnly("401");
      assertThat(answers.subList(10, 30)).doesNotContain("200", "401");
      assertThat(live.count(Counter.AUTH_FAILED) - failedBefore).isEqualTo(10);
    }
    try (Login bob = Login.of(live, "bob")) {
      assertThat(bob.ask(bob.request("REGISTER", "sip:" + LiveServer.DOMAIN).build()).status())
          .isEqualTo(200);
    }
    well();
  }

  @Test
  void headersInHeapsDoNotFillTheMemory() throws Exception {
    String heap = ("X-Y: " + "z".repeat(7_000) + "\r\n").repeat(8);
    List<Peer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Peer peer = Peer.open(live, Way.TCP, 0);
        peers.add(peer);
        String request = Requests.of("REGISTER", "sip:" + LiveServer.DOMAIN, "heap" + i, heap);
        peer.send(request + request.substring(0, request.length() - 20));
      }
      for (Peer peer : peers) {
        assertThat(peer.endsWithin(ANSWER_MILLIS)).isTrue();
      }
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
    well();
  }

  private static void well() throws Exception {
    live.stillServes();
    assertThat(LiveServer.heapBytes()).isLessThan(heapBefore + HEAP_BYTES);
  }
}
