package io.sallyport.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DtlsHandshakeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final DtlsIdentity SERVER = DtlsIdentity.create(RANDOM, NOW);
  private static final DtlsIdentity CLIENT = DtlsIdentity.create(RANDOM, NOW);
  private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 4711);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DtlsHandshake server = handshake(SERVER, Duration.ofSeconds(60));
  private final DtlsHandshake client = handshake(CLIENT, Duration.ofSeconds(60));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void bothSidesAgreeOnKeysAndKnowEachOther() throws Exception {
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> passive = threads.submit(() -> server.accept(pipes.right));

    DtlsHandshake.Agreed active = (DtlsHandshake.Agreed) client.connect(pipes.left);

    assertThatTheyMatch(active, (DtlsHandshake.Agreed) get(passive));
  }

  @Test
  void aHandshakeSurvivesLossRepetitionAndReordering() throws Exception {
    // each waits for its own repetitions, so that they are made side by side
    List<Future<?>> handshakes = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      LossyPipes pipes = new LossyPipes(seed, 0.05, 0.1, 0.1);
      Future<DtlsHandshake.Outcome> passive = threads.submit(() -> repeating(pipes));
      handshakes.add(
          threads.submit(
              () -> {
                DtlsHandshake.Outcome active = client.connect(pipes.left);
                assertThat(active).isInstanceOf(DtlsHandshake.Agreed.class);
                pipes.right.end();
                assertThatTheyMatch(
                    (DtlsHandshake.Agreed) active, (DtlsHandshake.Agreed) get(passive));
                return null;
              }));
    }
    for (Future<?> handshake : handshakes) {
      handshake.get(60, TimeUnit.SECONDS);
    }
  }

  /** As the gate does: reads on after the handshake, for the peer may miss our last flight. */
  private DtlsHandshake.Outcome repeating(LossyPipes pipes) throws InterruptedException {
    DtlsHandshake.Outcome outcome = server.accept(pipes.right);
    if (outcome instanceof DtlsHandshake.Agreed agreed) {
      while (agreed.association().read()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    return outcome;
  }

  @Test
  void theLastFlightIsRepeatedWhenThePeerAsksAgain() throws Exception {
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> active = threads.submit(() -> client.connect(pipes.left));
    // ServerHello, Certificate, ServerKeyExchange, CertificateRequest, ServerHelloDone pass
    DtlsHandshake.Agreed passive = (DtlsHandshake.Agreed) server.accept(new LosingLast(pipes));

    while (!active.isDone()) {
      assertThat(passive.association().read()).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }

    assertThatTheyMatch((DtlsHandshake.Agreed) get(active), passive);
  }

  @Test
  void aLostCertificateVerifyIsWaitedFor() throws Exception {
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> passive = threads.submit(() -> server.accept(pipes.right));
    AtomicReference<Boolean> lost = new AtomicReference<>(false);

    DtlsHandshake.Outcome active =
        client.connect(
            new DatagramPipe() {
              @Override
              public int receive(byte[] buffer, int offset, int length, int waitMillis)
                  throws InterruptedException {
                return pipes.left.receive(buffer, offset, length, waitMillis);
              }

              @Override
              public void send(byte[] bytes, int offset, int length) {
                boolean verify = bytes[offset] == 22 && bytes[offset + 13] == 15;
                if (!verify || lost.getAndSet(true)) {
                  pipes.left.send(bytes, offset, length);
                }
              }
            });

    assertThat(lost.get()).isTrue();
    assertThatTheyMatch((DtlsHandshake.Agreed) active, (DtlsHandshake.Agreed) get(passive));
  }

  /** The server's pipe, which loses ChangeCipherSpec and Finished the first time. */
  private record LosingLast(LossyPipes pipes, AtomicReference<Integer> lost)
      implements DatagramPipe {
    LosingLast(LossyPipes pipes) {
      this(pipes, new AtomicReference<>(0));
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
        throws InterruptedException {
      return pipes.right.receive(buffer, offset, length, waitMillis);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      boolean last = bytes[offset] == 20 || bytes[offset + 4] != 0;
      if (last && lost.get() < 2) {
        lost.set(lost.get() + 1);
        return;
      }
      pipes.right.send(bytes, offset, length);
    }
  }

  @Test
  void theEndOfTheAssociationIsSeenByThePeer() throws Exception {
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> passive = threads.submit(() -> server.accept(pipes.right));
    DtlsHandshake.Agreed active = (DtlsHandshake.Agreed) client.connect(pipes.left);
    DtlsHandshake.Agreed other = (DtlsHandshake.Agreed) get(passive);

    assertThat(other.association().read()).isTrue();
    active.association().close();
    assertThat(other.association().read()).isFalse();
  }

  @Test
  void aHelloWithItsCookieIsAcceptedAndOneWithoutGetsOne() throws Exception {
    HelloCookies cookies = new HelloCookies(RANDOM, System::nanoTime);
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> active = threads.submit(() -> client.connect(pipes.left));
    byte[] hello = next(pipes.right);

    assertThat(verify(cookies, hello, SOURCE, pipes.right::send)).isEmpty();
    byte[] withCookie = next(pipes.right);
    InetSocketAddress other = new InetSocketAddress("192.0.2.8", 4711);
    assertThat(verify(cookies, withCookie, other, (b, o, l) -> {})).isEmpty();
    VerifiedHello verified = verify(cookies, withCookie, SOURCE, pipes.right::send).orElseThrow();

    assertThat(HelloFragment.read(hello, 0, hello.length).orElseThrow().cookieLength()).isZero();
    assertThat(HelloFragment.read(withCookie, 0, withCookie.length).orElseThrow().cookieLength())
        .isEqualTo(32);
    assertThat(HelloFragment.read(withCookie, 0, withCookie.length).orElseThrow().random())
        .isEqualTo(HelloFragment.read(hello, 0, hello.length).orElseThrow().random());
    DtlsHandshake.Agreed passive = (DtlsHandshake.Agreed) server.accept(pipes.right, verified);
    assertThatTheyMatch((DtlsHandshake.Agreed) get(active), passive);
  }

  @Test
  void theAnswerToAnothersHelloTakesAClientNoStepAside() throws Exception {
    HelloCookies cookies = new HelloCookies(RANDOM, System::nanoTime);
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> active = threads.submit(() -> client.connect(pipes.left));
    byte[] hello = next(pipes.right);
    byte[] others = hello.clone();
    others[40] ^= 1;

    for (int i = 0; i < 3; i++) {
      assertThat(verify(cookies, others, SOURCE, pipes.right::send)).isEmpty();
    }
    VerifiedHello verified =
        verify(cookies, next(pipes.right), SOURCE, pipes.right::send).orElseThrow();

    DtlsHandshake.Agreed passive = (DtlsHandshake.Agreed) server.accept(pipes.right, verified);
    assertThatTheyMatch((DtlsHandshake.Agreed) get(active), passive);
  }

  @Test
  void cookiesAgeOut() throws Exception {
    AtomicReference<Long> now = new AtomicReference<>(0L);
    HelloCookies cookies = new HelloCookies(RANDOM, now::get);
    LossyPipes pipes = LossyPipes.perfect();
    Future<DtlsHandshake.Outcome> active = threads.submit(() -> client.connect(pipes.left));
    byte[] hello = next(pipes.right);
    assertThat(verify(cookies, hello, SOURCE, pipes.right::send)).isEmpty();
    byte[] withCookie = next(pipes.right);

    now.set(TimeUnit.SECONDS.toNanos(61));
    assertThat(verify(cookies, withCookie, SOURCE, (b, o, l) -> {})).isPresent();
    now.set(TimeUnit.SECONDS.toNanos(122));
    assertThat(verify(cookies, withCookie, SOURCE, (b, o, l) -> {})).isEmpty();
    pipes.left.end();
    assertThat(((DtlsHandshake.Failed) get(active)).reason())
        .isEqualTo(DtlsHandshake.Reason.CLOSED);
  }

  @Test
  void aCookieIsNeverLongerThanTheHello() throws Exception {
    HelloCookies cookies = new HelloCookies(RANDOM, System::nanoTime);
    // the shortest hello that the library reads: one suite, one compression method
    byte[] hello = new byte[13 + 12 + 2 + 32 + 1 + 1 + 4 + 2];
    hello[0] = 22;
    hello[1] = (byte) 0xfe;
    hello[2] = (byte) 0xfd;
    hello[12] = (byte) (hello.length - 13);
    hello[13] = 1;
    hello[16] = (byte) (hello.length - 25);
    hello[24] = hello[16];
    hello[25] = (byte) 0xfe;
    hello[26] = (byte) 0xfd;
    hello[62] = 2;
    hello[65] = 1;
    CompletableFuture<Integer> answered = new CompletableFuture<>();

    verify(cookies, hello, SOURCE, (b, o, l) -> answered.complete(l));

    assertThat(answered.getNow(0)).isBetween(1, hello.length);
  }

  @Test
  void aPeerThatSaysNothingFailsInTime() throws Exception {
    DtlsHandshake.Outcome outcome =
        handshake(SERVER, Duration.ofMillis(50)).accept(LossyPipes.perfect().left);

    assertThat(((DtlsHandshake.Failed) outcome).reason()).isEqualTo(DtlsHandshake.Reason.TIMEOUT);
  }

  @Test
  void anUnsignedAlertEndsNothing() throws Exception {
    LossyPipes pipes = LossyPipes.perfect();
    byte[] alert = {21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40};
    pipes.right.put(alert);
    pipes.left.put(alert);
    Future<DtlsHandshake.Outcome> passive = threads.submit(() -> server.accept(pipes.right));

    DtlsHandshake.Agreed active = (DtlsHandshake.Agreed) client.connect(pipes.left);

    assertThatTheyMatch(active, (DtlsHandshake.Agreed) get(passive));
  }

  @Test
  void aFragmentOfAHugeMessageIsTakenOutAndItsNeighboursStay() {
    byte[] datagram = new byte[3 * 25];
    for (int at = 0; at < datagram.length; at += 25) {
      datagram[at] = 22;
      datagram[at + 1] = (byte) 0xfe;
      datagram[at + 2] = (byte) 0xfd;
      datagram[at + 12] = 12;
    }
    datagram[25 + 14] = (byte) 0xff;
    datagram[50 + 13] = 7;

    int kept = new HandshakeBounds(true).filter(datagram, 0, datagram.length);

    assertThat(kept).isEqualTo(50);
    assertThat(datagram[25 + 13]).isEqualTo((byte) 7);
  }

  @Test
  void fingerprintsOfAllHashesMatchTheirCertificateOnly() {
    for (String hash : new String[] {"sha-256", "sha-384", "sha-512"}) {
      Fingerprint fingerprint = Fingerprint.of(hash, SERVER.certificate());

      assertThat(Fingerprint.parse(fingerprint.print())).isEqualTo(Optional.of(fingerprint));
      assertThat(fingerprint.matches(SERVER.certificate())).isTrue();
      assertThat(fingerprint.matches(CLIENT.certificate())).isFalse();
    }
  }

  private static Optional<VerifiedHello> verify(
      HelloCookies cookies, byte[] hello, InetSocketAddress source, HelloCookies.Answer answer) {
    HelloFragment fragment = HelloFragment.read(hello, 0, hello.length).orElseThrow();
    return cookies.verify(fragment, hello, 0, hello.length, source, answer);
  }

  private static void assertThatTheyMatch(
      DtlsHandshake.Agreed active, DtlsHandshake.Agreed passive) {
    assertThat(active.keys().send().sameAs(passive.keys().receive())).isTrue();
    assertThat(active.keys().receive().sameAs(passive.keys().send())).isTrue();
    assertThat(active.keys().send().sameAs(active.keys().receive())).isFalse();
    assertThat(active.keys().send().suite()).isEqualTo(SrtpProfile.values()[0].suite());
    assertThat(active.keys().from(SERVER.fingerprint())).isTrue();
    assertThat(passive.keys().from(CLIENT.fingerprint())).isTrue();
    assertThat(passive.keys().from(SERVER.fingerprint())).isFalse();
  }

  private static byte[] next(DatagramPipe pipe) throws InterruptedException {
    byte[] buffer = new byte[2048];
    int length = pipe.receive(buffer, 0, buffer.length, 10_000);
    assertThat(length).isPositive();
    return Arrays.copyOf(buffer, length);
  }

  private static DtlsHandshake.Outcome get(Future<DtlsHandshake.Outcome> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static DtlsHandshake handshake(DtlsIdentity identity, Duration timeout) {
    return new DtlsHandshake(identity, RANDOM, timeout, System::nanoTime);
  }
}
