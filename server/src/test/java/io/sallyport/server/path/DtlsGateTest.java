package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.dtls.DtlsHandshake;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DtlsGateTest {
  private static final InetSocketAddress NOBODY = new InetSocketAddress("127.0.0.9", 9);

  private final DtlsNet net = new DtlsNet(64);
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  @AfterEach
  void stop() {
    net.close();
    threads.shutdownNow();
  }

  @Test
  void aSourceAgreesAfterItHasBroughtACookie() throws Exception {
    assertAgrees(net.phone("192.0.2.1", 1000, true));
    assertThat(net.taken(DtlsGate.Taken.COOKIE_SENT)).isEqualTo(1);
    assertAgrees(net.phone("192.0.2.2", 1000, false));
    assertThat(net.taken(DtlsGate.Taken.COOKIE_SENT)).isEqualTo(2);
    assertThat(net.gate.flows()).isEqualTo(2);
  }

  @Test
  void aHelloInPiecesNeedsNoCookieFromACheckedSource() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, true);
    phone.inPieces();
    assertAgrees(phone);
    assertThat(net.taken(DtlsGate.Taken.COOKIE_SENT)).isZero();
  }

  @Test
  void aHelloInPiecesIsCollectedOnceItsFirstPieceHasBroughtACookie() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, false);
    phone.inPieces();
    assertAgrees(phone);
    assertThat(net.taken(DtlsGate.Taken.COOKIE_SENT)).isEqualTo(1);
    assertThat(net.taken(DtlsGate.Taken.COLLECTED)).isEqualTo(1);
    assertThat(net.gate.assembling()).isZero();

    net.agreed.clear();
    assertAgrees(phone);
  }

  @Test
  void piecesWithoutACookieLeaveNoState() throws Exception {
    byte[][] pieces = pieces(DtlsNet.hello());
    assertThat(net.injectNow(pieces[1], NOBODY, false)).isEqualTo(DtlsGate.Taken.UNREADABLE);
    assertThat(net.injectNow(pieces[0], NOBODY, false)).isEqualTo(DtlsGate.Taken.COOKIE_SENT);
    assertThat(net.injectNow(pieces[1], NOBODY, false)).isEqualTo(DtlsGate.Taken.UNREADABLE);
    assertThat(net.sentBytes.get()).isLessThanOrEqualTo(pieces[0].length);
    assertThat(net.gate.assembling()).isZero();
    assertThat(net.gate.flows()).isZero();
  }

  @Test
  void piecesAreKeptOfFewSourcesAndNotForLong() throws Exception {
    AtomicLong now = new AtomicLong();
    HelloAssembly assembly = new HelloAssembly(now::get);
    byte[] piece = pieces(DtlsNet.hello())[0];
    for (int i = 0; i < HelloAssembly.MAX_PER_ADDRESS; i++) {
      assertThat(assembly.begin(at("192.0.2.1", i), 1, piece, 0, piece.length)).isPresent();
    }
    assertThat(assembly.begin(at("192.0.2.1", 99), 1, piece, 0, piece.length)).isEmpty();
    for (int i = assembly.size(); i < HelloAssembly.MAX_SOURCES; i++) {
      InetSocketAddress source = at("192.0.3." + i / HelloAssembly.MAX_PER_ADDRESS, i);
      assertThat(assembly.begin(source, 1, piece, 0, piece.length)).isPresent();
    }
    assertThat(assembly.begin(NOBODY, 1, piece, 0, piece.length)).isEmpty();
    assertThat(assembly.of(at("192.0.2.1", 0))).isPresent();

    now.set(HelloAssembly.LIFETIME_NANOS + 1);
    assertThat(assembly.of(at("192.0.2.1", 0))).isEmpty();
    assertThat(assembly.begin(NOBODY, 1, piece, 0, piece.length)).isPresent();
    assertThat(assembly.size()).isEqualTo(1);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  @Test
  void weCanBeTheClient() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, false);
    assertThat(net.gate.connect(phone.address(), net::reply)).isEqualTo(DtlsGate.Taken.STARTED);
    assertThat(net.gate.connect(phone.address(), net::reply)).isEqualTo(DtlsGate.Taken.QUEUED);
    assertThat(net.injectNow(DtlsNet.hello(), phone.address(), true))
        .isEqualTo(DtlsGate.Taken.WRONG_ROLE);

    assertMatch(phone, phone.accept());
  }

  @Test
  void aFloodOfHellosWithoutACookieLeavesNoStateAndGetsNoMoreThanItSends() throws Exception {
    byte[] hello = DtlsNet.hello();
    long sent = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] other = another(hello, i);
      InetSocketAddress source =
          new InetSocketAddress("10.0." + (i >> 8 & 255) + "." + (i & 255), 5000 + i);
      assertThat(net.injectNow(other, source, false)).isEqualTo(DtlsGate.Taken.COOKIE_SENT);
      sent += other.length;
    }

    assertThat(net.gate.flows()).isZero();
    assertThat(net.gate.running()).isZero();
    assertThat(net.sentBytes.get()).isLessThanOrEqualTo(sent);
  }

  @Test
  void everyHandshakeComesUpWhileOthersSprayHellos() throws Exception {
    raceFor(100);
  }

  @Test
  @Tag("load")
  void aThousandHandshakesComeUpWhileOthersSprayHellos() throws Exception {
    raceFor(1_000);
  }

  /**
   * Hellos from elsewhere, and hellos with the address of the phone itself before and while it
   * shakes hands, as an attacker sends them who knows where the phone is.
   */
  private void raceFor(int count) throws Exception {
    byte[] hello = DtlsNet.hello();
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker = new Thread(() -> spray(hello, count, over), "attacker");
    attacker.start();
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        DtlsNet.Phone phone = net.phone("192.0.2." + (1 + i % 200), 10_000 + i, i % 2 == 0);
        calls.add(
            threads.submit(
                () -> {
                  net.inject(another(hello, -1), phone.address(), true);
                  assertMatch(phone, phone.connect());
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get(120, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      attacker.join();
    }
    assertThat(net.agreed).hasSize(count);
  }

  private void spray(byte[] hello, int count, AtomicBoolean over) {
    Random random = new Random(4);
    while (!over.get()) {
      byte[] other = another(hello, random.nextInt());
      net.inject(other, new InetSocketAddress("127.0.0." + random.nextInt(255), 4000), false);
      int victim = random.nextInt(count);
      net.inject(
          other,
          new InetSocketAddress("192.0.2." + (1 + victim % 200), 10_000 + victim),
          net.agreed.size() > victim);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void aHelloWithAnothersAddressDoesNotDisturbHisAssociation() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, true);
    DtlsHandshake.Agreed agreed = assertAgrees(phone);

    assertThat(net.injectNow(another(DtlsNet.hello(), 7), phone.address(), true))
        .isEqualTo(DtlsGate.Taken.COOKIE_SENT);
    agreed.association().close();
    await().until(() -> net.closed.containsKey(phone.address()));
    assertThat(net.gate.flows()).isZero();
  }

  @Test
  void aPeerMayBeginAgain() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, true);
    DtlsHandshake.Agreed first = assertAgrees(phone);
    net.agreed.clear();

    DtlsHandshake.Agreed second = assertAgrees(phone);
    assertThat(second.keys().send().sameAs(first.keys().send())).isFalse();
    assertThat(net.gate.flows()).isEqualTo(1);
  }

  @Test
  void nothingIsKeptOfASourceThatIsForgotten() throws Exception {
    DtlsNet.Phone phone = net.phone("192.0.2.1", 1000, true);
    DtlsHandshake.Agreed agreed = assertAgrees(phone);

    net.gate.forget(phone.address());

    assertThat(net.gate.flows()).isZero();
    // it hears that we are gone
    await().until(() -> !agreed.association().read());
    assertThat(net.closed).isEmpty();
  }

  @Test
  void aForgottenHandshakeEndsAtOnceAndIsNotReported() throws Exception {
    assertThat(net.injectNow(pieces(DtlsNet.hello())[0], NOBODY, true))
        .isEqualTo(DtlsGate.Taken.STARTED);
    await().until(() -> net.gate.running() == 1);

    net.gate.forget(NOBODY);

    await().until(() -> net.gate.running() == 0);
    assertThat(net.failed).isEmpty();
  }

  @Test
  void idleAssociationsAreLetGo() throws Exception {
    assertAgrees(net.phone("192.0.2.1", 1000, true));
    net.shift.set(DtlsGate.IDLE.minusSeconds(10).toNanos());
    net.gate.sweep();
    assertThat(net.gate.flows()).isEqualTo(1);

    net.shift.set(DtlsGate.IDLE.plusSeconds(1).toNanos());
    net.gate.sweep();
    assertThat(net.gate.flows()).isZero();
  }

  @Test
  void noMoreHandshakesRunThanMay() throws Exception {
    try (DtlsNet small = new DtlsNet(2)) {
      byte[] hello = pieces(DtlsNet.hello())[0];
      for (int i = 0; i < 2; i++) {
        InetSocketAddress source = new InetSocketAddress("192.0.2.1", 1 + i);
        assertThat(small.injectNow(hello, source, true)).isEqualTo(DtlsGate.Taken.STARTED);
      }
      assertThat(small.injectNow(hello, NOBODY, true)).isEqualTo(DtlsGate.Taken.TOO_MANY);
      assertThat(small.gate.flows()).isEqualTo(2);
    }
  }

  @Test
  void aSourceThatSendsFasterThanItsHandshakeReadsLosesTheRest() throws Exception {
    byte[] finished = {22, (byte) 0xfe, (byte) 0xfd, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    assertThat(net.injectNow(finished, NOBODY, true)).isEqualTo(DtlsGate.Taken.UNKNOWN_SOURCE);
    assertThat(net.injectNow(new byte[DtlsGate.MAX_DATAGRAM + 1], NOBODY, true))
        .isEqualTo(DtlsGate.Taken.TOO_LONG);
    DtlsFlow flow = DtlsFlow.passive(NOBODY, net::reply, 1, false, 0);
    for (int i = 0; i < 16; i++) {
      assertThat(flow.offer(finished, 0, finished.length, 0)).isTrue();
    }
    assertThat(flow.offer(finished, 0, finished.length, 0)).isFalse();
  }

  @Test
  void anAddressMayBeginAFewHandshakesAtATimeAndASecond() {
    HandshakeBudget budget = new HandshakeBudget();
    for (int i = 0; i < 8; i++) {
      assertThat(budget.take(NOBODY.getAddress(), 0)).isTrue();
    }
    assertThat(budget.take(NOBODY.getAddress(), 0)).as("a ninth at a time").isFalse();
    for (int i = 0; i < 8; i++) {
      budget.done(NOBODY.getAddress());
      assertThat(budget.take(NOBODY.getAddress(), 0)).isTrue();
    }
    budget.done(NOBODY.getAddress());
    assertThat(budget.take(NOBODY.getAddress(), 0)).as("the burst is spent").isFalse();
    budget.giveBack(NOBODY.getAddress());
    assertThat(budget.take(NOBODY.getAddress(), 0)).as("a call's gives back").isTrue();
    budget.done(NOBODY.getAddress());
    assertThat(budget.take(NOBODY.getAddress(), Duration.ofMillis(251).toNanos())).isTrue();
  }

  @Test
  void mutatedHandshakesThrowNothingAndLeaveNothingBehind() throws Exception {
    Random random = new Random(6347);
    byte[] hello = DtlsNet.hello();
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = Arrays.copyOf(hello, 1 + random.nextInt(hello.length));
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      net.injectNow(changed, NOBODY, false);
    }
    assertThat(net.gate.flows()).isZero();
  }

  private DtlsHandshake.Agreed assertAgrees(DtlsNet.Phone phone) throws Exception {
    DtlsHandshake.Outcome outcome = phone.connect();
    assertMatch(phone, outcome);
    return (DtlsHandshake.Agreed) outcome;
  }

  private void assertMatch(DtlsNet.Phone phone, DtlsHandshake.Outcome outcome) {
    assertThat(outcome).isInstanceOf(DtlsHandshake.Agreed.class);
    DtlsHandshake.Agreed agreed = (DtlsHandshake.Agreed) outcome;
    await().until(() -> net.agreed.containsKey(phone.address()));
    assertThat(net.agreed.get(phone.address()).receive().sameAs(agreed.keys().send())).isTrue();
    assertThat(net.agreed.get(phone.address()).send().sameAs(agreed.keys().receive())).isTrue();
    assertThat(net.agreed.get(phone.address()).from(DtlsNet.PHONE.fingerprint())).isTrue();
    assertThat(agreed.keys().from(DtlsNet.SERVER.fingerprint())).isTrue();
  }

  /** A hello as two fragments, each in a datagram of its own. */
  static byte[][] pieces(byte[] hello) {
    int body = hello.length - 25;
    int cut = body / 2;
    return new byte[][] {piece(hello, 0, cut), piece(hello, cut, body)};
  }

  private static byte[] piece(byte[] hello, int from, int to) {
    byte[] piece = Arrays.copyOf(hello, 25 + to - from);
    System.arraycopy(hello, 25 + from, piece, 25, to - from);
    // the record's number and length, then the fragment's place and length
    piece[10] = (byte) (hello[10] + (from == 0 ? 0 : 1));
    put16(piece, 11, 12 + to - from);
    put16(piece, 20, from);
    put16(piece, 23, to - from);
    return piece;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  /** The same hello with another random. */
  private static byte[] another(byte[] hello, int seed) {
    byte[] other = hello.clone();
    for (int i = 0; i < 32; i++) {
      other[13 + 12 + 2 + i] = (byte) (seed >> i % 4 * 8 ^ 31 * i);
    }
    return other;
  }
}
