package io.sallyport.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.RawPeer;
import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.hostile.Peer.Way;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scanners, sprays and toll fraud against a whole server with the default limits, while two honest
 * phones on an address of their own call each other all the time (threats, rows 12, 13 and 23).
 */
@Timeout(180)
class FraudTest {
  private static final long ANSWER_MILLIS = 5_000;
  private static final long HEAP_BYTES = 96L << 20;
  private static final int LINES = 10_000;
  private static final String URI = "sip:" + LiveServer.DOMAIN;

  @TempDir static Path directory;
  private static LiveServer live;
  private static long heapBefore;

  @BeforeAll
  static void start() throws Exception {
    live = LiveServer.start(directory.resolve("data"), "", "");
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
  void aScannerByItsNameIsNotAnsweredAndShutOutAtOnce() throws Exception {
    Honest honest = new Honest();
    for (Way way : Way.values()) {
      try (Peer scanner = Peer.open(live, way, 0)) {
        // svmap's first message
        scanner.send(
            Requests.of(
                "100", "OPTIONS", "sip:100@" + LiveServer.DOMAIN, "svmap" + way, agent(), ""));
        assertThat(scanner.status(1_500)).as("over %s", way).isEqualTo("none");
        if (way != Way.UDP) {
          assertThat(scanner.endsWithin(ANSWER_MILLIS)).as("over %s", way).isTrue();
        }
      }
    }
    assertThat(live.count(Counter.GUARD_SCANS)).isGreaterThanOrEqualTo(3);
    honest.enough();
  }

  @Test
  void extensionsTriedOneAfterTheOtherEndAfterTen() throws Exception {
    Honest honest = new Honest();
    try (Peer scanner = Peer.open(live, Way.TCP, 0)) {
      int sent = 0;
      while (sent < 1_000 && !scanner.endsWithin(20)) {
        // svwar's way, with a name that is on no list
        String user = String.valueOf(100 + sent);
        scanner.send(Requests.of(user, "REGISTER", URI, "svwar" + sent++, "", ""));
      }
      assertThat(scanner.statuses()).containsOnly("401").hasSizeLessThanOrEqualTo(15);
      assertThat(shut(scanner)).as("a further connection").isTrue();
    }
    try (Peer datagrams = Peer.open(live, Way.UDP, 0)) {
      for (int i = 0; i < 200; i++) {
        datagrams.send(Requests.of("u" + i, "INVITE", "sip:9" + i + "@x", "inv" + i, "", ""));
      }
      datagrams.readUntil("\0never\0", 1_500);
      assertThat(datagrams.statuses()).containsOnly("407").hasSizeLessThanOrEqualTo(40);
    }
    honest.enough();
    assertThat(alarms("scan")).isNotEmpty();
    assertThat(records(ArchiveRecord.GuardBlocked.class)).isNotEmpty();
  }

  @Test
  void sprayedPasswordsEndAfterTenNamesAndAnAlarmTellsOfManyPlaces() throws Exception {
    Honest honest = new Honest();
    try (Peer sprayer = Peer.open(live, Way.TCP, 0)) {
      int tried = 0;
      while (tried < 200 && guess(sprayer, "user" + tried)) {
        tried++;
      }
      assertThat(tried).isBetween(8, 15);
      assertThat(shut(sprayer)).isTrue();
    }
    for (int place = 0; place < 45; place++) {
      try (Peer one = Peer.open(live, Way.TCP, 0)) {
        guess(one, "employee" + place);
      }
    }
    assertThat(alarms("spray")).hasSize(1);
    assertThat(live.server().health().get("guard").detail()).contains("spray");
    honest.enough();
  }

  @Test
  void tenThousandCallsToExpensiveNumbersPassThriceAndHurtNobody() throws Exception {
    live.server().directory().add("mallory", "M", User.Role.USER, Secret.of("stolen password"));
    Honest honest = new Honest();
    Map<Integer, Integer> answers = new TreeMap<>();
    long began = System.nanoTime();
    try (Caller mallory = new Caller()) {
      for (int line = 0; line < LINES; line++) {
        String number = "sip:+88255%05d@%s".formatted(line, LiveServer.DOMAIN);
        answers.merge(mallory.call(number), 1, Integer::sum);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    int calls = honest.enough();
    int refused = answers.getOrDefault(503, 0) + answers.getOrDefault(403, 0);
    // the class's three calls a minute pass once: whoever goes on trying stays out
    assertThat(refused).as("%s in %s", answers, took).isGreaterThanOrEqualTo(LINES - 3);
    assertThat(calls).as("honest calls in %s", took).isGreaterThanOrEqualTo(3);
    assertThat(alarms("fraud")).hasSize(1);
    assertThat(alarms("flood")).hasSize(1);
    assertThat(LiveServer.heapBytes()).isLessThan(heapBefore + HEAP_BYTES);
  }

  private static String agent() {
    return "User-Agent: friendly-scanner\r\n";
  }

  /** Whether a connection from the peer's address is closed at once. */
  private static boolean shut(Peer peer) throws IOException {
    try (java.net.Socket again = new java.net.Socket()) {
      again.bind(new InetSocketAddress(peer.localHost(), 0));
      again.connect(live.address(Listening.Kind.PLAIN_TCP), 5_000);
      again.setSoTimeout(5_000);
      return again.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  /** Tries a password for a name; false once nobody listens any more. */
  private static boolean guess(Peer peer, String user) throws IOException {
    peer.forget();
    peer.send(Requests.of(user, "REGISTER", URI, user, "", ""));
    String challenge = peer.readUntil("\r\n\r\n", ANSWER_MILLIS);
    if (!challenge.contains("nonce=")) {
      return false;
    }
    String nonce = challenge.replaceAll("(?s).*?nonce=\"([^\"]*)\".*", "$1");
    String credentials =
        "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", qop=auth,"
                .formatted(user, LiveServer.DOMAIN, nonce, URI)
            + " nc=00000001, cnonce=\"c\", algorithm=SHA-256, response=\""
            + "0".repeat(64)
            + "\"\r\n";
    peer.forget();
    peer.send(Requests.of(user, "REGISTER", URI, user + "b", credentials, ""));
    return peer.status(ANSWER_MILLIS).equals("401");
  }

  private static List<ArchiveRecord.AlarmRaised> alarms(String kind) throws IOException {
    return records(ArchiveRecord.AlarmRaised.class).stream()
        .filter(alarm -> alarm.alarm().equals(kind))
        .toList();
  }

  private static <T extends ArchiveRecord> List<T> records(Class<T> type) throws IOException {
    // what was appended before is durable once this is
    live.server()
        .archive()
        .write(new ArchiveRecord.Administered(java.time.Instant.now(), "test", "looked", ""));
    return TypedRecords.of(live.server().archive().read(0, Optional.empty()), type);
  }

  /** Honest phones that call each other until they are asked how often. */
  private static final class Honest {
    private final AtomicBoolean done = new AtomicBoolean();
    private final CompletableFuture<Integer> calls =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              try {
                do {
                  live.stillServes();
                  count++;
                  // as often as people may: the limit of a minute holds for the honest as well
                  Thread.sleep(1_500);
                } while (!done.get());
                return count;
              } catch (Exception e) {
                throw new AssertionError("an honest call failed after " + count, e);
              }
            });

    /** How many calls were made; every one of them was answered. */
    int enough() throws Exception {
      done.set(true);
      int made = calls.get(60, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(made).isPositive();
      return made;
    }
  }

  /** Somebody with a stolen password who calls as fast as the server answers. */
  private static final class Caller implements AutoCloseable {
    private final RawPeer peer;
    private final DigestClient digest = new DigestClient("mallory", "stolen password");
    private int cseq;

    Caller() throws IOException {
      peer = RawPeer.tls(live.address(Listening.Kind.SIPS), live.authority(), "localhost");
    }

    int call(String uri) throws InterruptedException {
      SipRequest invite = request(uri);
      Header known = digest.again(true, invite.method(), uri).orElse(null);
      SipResponse answer = sent(known == null ? invite : invite.toBuilder().add(known).build());
      for (int tries = 0; answer.status() == 407 && tries < 2; tries++) {
        SipRequest again = request(uri);
        Header credentials = digest.answer(answer, again).orElseThrow();
        answer = sent(again.toBuilder().add(credentials).build());
      }
      return answer.status();
    }

    private SipRequest request(String uri) {
      String own = "<sip:mallory@" + LiveServer.DOMAIN + ">";
      return SipRequest.builder(SipRequest.INVITE, uri)
          .add(HeaderNames.VIA, "SIP/2.0/TLS 192.0.2.9:5061;branch=z9hG4bK" + Ids.random(12))
          .add(HeaderNames.MAX_FORWARDS, "70")
          .add(HeaderNames.FROM, own + ";tag=" + Ids.random(6))
          .add(HeaderNames.TO, "<" + uri + ">")
          .add(HeaderNames.CALL_ID, Ids.random(12))
          .add(HeaderNames.CSEQ, ++cseq + " INVITE")
          .add(HeaderNames.CONTACT, "<sip:mallory@192.0.2.9:5061;transport=tls>")
          .build();
    }

    private SipResponse sent(SipRequest request) throws InterruptedException {
      peer.send(new String(request.encode(), StandardCharsets.UTF_8));
      for (; ; ) {
        SipMessage next =
            peer.receive(Duration.ofSeconds(20))
                .orElseThrow(() -> new AssertionError("no answer to " + request));
        if (next instanceof SipResponse response
            && response.status() >= 200
            && response.callId().equals(request.callId())) {
          acknowledge(request, response);
          return response;
        }
      }
    }

    private void acknowledge(SipRequest request, SipResponse answer) {
      peer.send(
          SipRequest.builder(SipRequest.ACK, request.uri())
              .add(HeaderNames.VIA, request.first(HeaderNames.VIA).orElseThrow())
              .add(HeaderNames.MAX_FORWARDS, "70")
              .add(HeaderNames.FROM, request.first(HeaderNames.FROM).orElseThrow())
              .add(HeaderNames.TO, answer.first(HeaderNames.TO).orElseThrow())
              .add(HeaderNames.CALL_ID, request.callId())
              .add(HeaderNames.CSEQ, request.cseq().number() + " ACK")
              .build());
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
