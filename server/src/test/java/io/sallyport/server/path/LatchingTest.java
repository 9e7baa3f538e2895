package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.server.observe.Counter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatchingTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;

  private PathRig rig;
  private PathSession session;
  private PathPhone alice;
  private PathPhone bob;

  @BeforeEach
  void start() throws Exception {
    open(SUITE, SUITE);
  }

  private void open(CryptoSuite suiteA, CryptoSuite suiteB) throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    alice = new PathPhone(PathRig.ALICE, suiteA);
    bob = new PathPhone(PathRig.BOB, suiteB);
  }

  @AfterEach
  void stop() {
    session.close();
    assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
    assertNothingWentElsewhere();
    rig.close();
    alice.close();
    bob.close();
  }

  @ParameterizedTest
  @EnumSource(CryptoSuite.class)
  void everySuiteCrossesToEveryOtherThroughOnePort(CryptoSuite suite) throws Exception {
    for (CryptoSuite other : CryptoSuite.values()) {
      stop();
      open(suite, other);
      bind(alice.plan(true), bob.plan(true));

      assertCrosses(alice, bob, 1);
      assertCrosses(bob, alice, 1);
    }
  }

  @Test
  void aPhoneBehindNatIsFoundByItsFirstPacket() throws Exception {
    // SDP names ports that are not those that its packets come from
    bind(alice.plan(9, 10, true), bob.plan(9, 10, true));
    alice.send(1, rig.paths.port());
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_NO_TARGET) + relayed() >= 1);

    bob.send(1, rig.paths.port());
    assertThat(alice.receive()).isEqualTo(bob.rtp(1));
    assertCrosses(alice, bob, 2);
    assertThat(sourcesOfA()).containsExactly(place(alice) + " srtp");
  }

  @Test
  void aPhoneWhoseMediaComesFromAnotherAddressIsFoundByItsKey() throws Exception {
    bind(alice.plan(9, 10, true), bob.plan(true));
    try (PathPhone elsewhere = new PathPhone(PathRig.MALLORY, SUITE)) {
      PathPhone.send(elsewhere.media, alice.wire(1), rig.paths.port());
      assertThat(bob.receive()).isEqualTo(alice.rtp(1));
      bob.send(1, rig.paths.port());
      assertThat(PathPhone.receive(elsewhere.media)).isNotNull();
    }
  }

  @Test
  void amongManyThatWaitAtOneAddressThePacketFindsItsOwn() throws Exception {
    List<PathSession> others = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      PathSession other = rig.session();
      PathPhone a = new PathPhone(PathRig.ALICE, SUITE);
      PathPhone b = new PathPhone(PathRig.BOB, SUITE);
      a.close();
      b.close();
      bind(other, a.plan(9, 10, true), b.plan(9, 10, true));
      others.add(other);
    }
    bind(alice.plan(9, 10, true), bob.plan(true));
    int sequence = 0;
    while (relayed() == 0 && sequence < 40) {
      alice.send(++sequence, rig.paths.port());
      bob.hearsNothing();
    }
    assertThat(sequence).isLessThan(20);
    while (!bob.hearsNothing()) {
      continue;
    }
    assertCrosses(alice, bob, 100);
    others.forEach(PathSession::close);
  }

  @Test
  void aSourceMovesWithThePacketThatProvesItAndTheMoveIsOnRecord() throws Exception {
    bind(alice.plan(true), bob.plan(true));
    assertCrosses(alice, bob, 1);
    String before = place(alice);
    // several ports, so that some of them fall to the other loop
    for (int i = 2; i < 10; i++) {
      alice.media.close();
      alice.media = alice.socket();
      int sequence = 10 * i;
      alice.send(sequence, rig.paths.port());
      assertThat(bob.receive()).isEqualTo(alice.rtp(sequence));
      assertComesBack(i);
      assertCrosses(alice, bob, sequence + 1);
    }
    assertThat(sourcesOfA()).hasSize(9).first().isEqualTo(before + " srtp");
  }

  @Test
  void controlThatDoesNotShareThePortIsKnownByItsOwnProof() throws Exception {
    bind(alice.plan(false), bob.plan(true));
    assertCrosses(alice, bob, 1);

    PathPhone.send(alice.control, alice.wireReport(), rig.paths.port());
    assertThat(bob.receiveControl(bob.media)).isEqualTo(alice.report());
    PathPhone.send(bob.media, bob.wireReport(), rig.paths.port());
    assertThat(alice.receiveControl(alice.control)).isEqualTo(bob.report());
  }

  @Test
  void junkAndForeignKeysAreDroppedAndMoveNothing() throws Exception {
    bind(alice.plan(true), bob.plan(true));
    assertCrosses(alice, bob, 1);
    Random random = new Random(7);
    try (PathPhone mallory = new PathPhone(PathRig.MALLORY, SUITE)) {
      mallory.ssrc = alice.ssrc;
      for (int i = 0; i < 200; i++) {
        byte[] junk = new byte[random.nextInt(1500)];
        random.nextBytes(junk);
        PathPhone.send(mallory.media, junk, rig.paths.port());
        mallory.send(i, rig.paths.port());
      }
      assertThat(bob.hearsNothing()).isTrue();
      bob.send(1, rig.paths.port());
      assertThat(alice.receive()).isEqualTo(bob.rtp(1));
      assertThat(mallory.hearsNothing()).isTrue();
    }
    assertThat(sourcesOfA()).hasSize(1);
    assertThat(rig.count(Counter.MEDIA_DROPPED_UNPROVEN)).isPositive();
  }

  @Test
  void aReplayFromAnotherPlaceStealsNothing() throws Exception {
    bind(alice.plan(true), bob.plan(true));
    byte[] wire = alice.wire(1);
    PathPhone.send(alice.media, wire, rig.paths.port());
    assertThat(bob.receive()).isEqualTo(alice.rtp(1));
    try (DatagramSocket mallory = new DatagramSocket(0, PathRig.MALLORY)) {
      for (int i = 0; i < 20; i++) {
        PathPhone.send(mallory, wire, rig.paths.port());
      }
      assertThat(bob.hearsNothing()).isTrue();
    }
    assertThat(sourcesOfA()).containsExactly(place(alice) + " srtp");
  }

  @Test
  void theNextCallFromTheSamePortIsTheNextCalls() throws Exception {
    bind(alice.plan(true), bob.plan(true));
    assertCrosses(alice, bob, 1);
    PathSession second = rig.session();
    try (PathPhone again = new PathPhone(PathRig.ALICE, SUITE);
        PathPhone carol = new PathPhone(PathRig.MALLORY, SUITE)) {
      again.media.close();
      again.media = alice.media;
      bind(second, again.plan(true), carol.plan(true));

      again.send(1, rig.paths.port());
      assertThat(carol.receive()).isEqualTo(again.rtp(1));
    }
    second.close();
  }

  @Test
  void nothingFlowsBeforeTheAnswerNorAfterTheEnd() throws Exception {
    alice.send(1, rig.paths.port());
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_UNPROVEN) == 1);
    bind(alice.plan(true), bob.plan(true));
    assertThat(bob.hearsNothing()).isTrue();
    assertCrosses(alice, bob, 2);

    session.close();
    alice.send(3, rig.paths.port());
    assertThat(bob.hearsNothing()).isTrue();
  }

  @Test
  void zrtpIsDroppedAndToldOnce() throws Exception {
    bind(alice.plan(true), bob.plan(true));
    assertCrosses(alice, bob, 1);
    byte[] hello = new byte[80];
    hello[0] = 0x10;
    hello[4] = 'Z';
    hello[5] = 'R';
    hello[6] = 'T';
    hello[7] = 'P';
    for (int i = 0; i < 5; i++) {
      PathPhone.send(alice.media, hello, rig.paths.port());
    }
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_ZRTP) == 5);
    assertThat(rig.endToEnd).hasValue(1);
    assertThat(bob.hearsNothing()).isTrue();
  }

  private void bind(TransportPlan a, TransportPlan b) {
    bind(session, a, b);
  }

  private static void bind(PathSession session, TransportPlan a, TransportPlan b) {
    session.bind(List.of(PathRig.audio(session.onePort(), a, session.onePort(), b)), false);
  }

  private void assertCrosses(PathPhone from, PathPhone to, int sequence) throws Exception {
    from.send(sequence, rig.paths.port());
    assertThat(to.receive()).isEqualTo(from.rtp(sequence));
  }

  /** The answer follows a move that may cross loops: the next packets show the way. */
  private void assertComesBack(int sequence) throws Exception {
    bob.send(sequence, rig.paths.port());
    byte[] heard = alice.receive();
    assertThat(heard).isEqualTo(bob.rtp(sequence));
  }

  private long relayed() {
    return rig.count(Counter.MEDIA_PACKETS_RELAYED);
  }

  private List<String> sourcesOfA() {
    return session.report().streams().get(0).a().sources().stream()
        .map(source -> source.address() + " " + source.proof())
        .toList();
  }

  private void assertNothingWentElsewhere() {
    session
        .report()
        .streams()
        .forEach(
            stream -> {
              assertThat(stream.a().elsewhere()).isZero();
              assertThat(stream.b().elsewhere()).isZero();
            });
  }

  private static String place(PathPhone phone) {
    InetAddress address = phone.media.getLocalAddress();
    return address.getHostAddress() + ":" + phone.media.getLocalPort();
  }
}
