package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for which a packet may be dropped, each provoked by packets and counted alone. */
class DropReasonsTest {
  private static final String PREFIX = "MEDIA_DROPPED_";
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;

  private interface Provocation {
    void run() throws Exception;
  }

  private final Map<Counter, Provocation> provocations = new EnumMap<>(Counter.class);

  private PathRig rig;
  private PathSession session;
  private PathPhone alice;
  private PathPhone bob;

  @BeforeEach
  void start() throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    alice = new PathPhone(PathRig.ALICE, SUITE);
    bob = new PathPhone(PathRig.BOB, SUITE);
    provocations.put(Counter.MEDIA_DROPPED_NO_PATH, this::noStream);
    provocations.put(Counter.MEDIA_DROPPED_NO_TARGET, this::noTarget);
    provocations.put(Counter.MEDIA_DROPPED_UNPROVEN, this::unproven);
    provocations.put(Counter.MEDIA_DROPPED_NO_KEY, this::noKey);
    provocations.put(Counter.MEDIA_DROPPED_CAP, this::tooMuch);
    provocations.put(Counter.MEDIA_DROPPED_STUN, this::wrongCheck);
    provocations.put(Counter.MEDIA_DROPPED_DTLS, this::nobodysRecord);
    provocations.put(Counter.MEDIA_DROPPED_SOURCE, this::strangersPlain);
    provocations.put(Counter.MEDIA_DROPPED_AUTH, this::wrongTag);
    provocations.put(Counter.MEDIA_DROPPED_REPLAY, this::replay);
    provocations.put(Counter.MEDIA_DROPPED_SOURCES, this::tooManySources);
    provocations.put(Counter.MEDIA_DROPPED_MALFORMED, () -> raw(new byte[1]));
    provocations.put(Counter.MEDIA_DROPPED_NOT_MEDIA, () -> raw(new byte[] {(byte) 0xff, 0, 0, 0}));
    provocations.put(Counter.MEDIA_DROPPED_ZRTP, () -> raw(zrtp()));
    provocations.put(Counter.MEDIA_DROPPED_BACKLOG, this::tooFast);
    provocations.put(Counter.MEDIA_DROPPED_HELD, this::heldBack);
    provocations.put(Counter.MEDIA_DROPPED_MUTED, this::muted);
  }

  @AfterEach
  void stop() {
    session.close();
    assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
    rig.close();
    alice.close();
    bob.close();
  }

  static Stream<Counter> reasons() {
    return Stream.of(Counter.values()).filter(counter -> counter.name().startsWith(PREFIX));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void aDroppedPacketIsCountedUnderItsReasonAndNoOther(Counter reason) throws Exception {
    assertThat(provocations).as("provocations of every reason").containsKey(reason);
    provocations.get(reason).run();
    await().until(() -> rig.count(reason) > 0);
    assertThat(reasons().filter(other -> rig.count(other) > 0)).containsExactly(reason);
  }

  /** Plain packets to a pair of which the call has let go. */
  private void noStream() throws IOException {
    Transport pair = session.portPair().orElseThrow();
    int port = pair.port();
    session.release(pair);
    PathPhone.send(alice.media, alice.rtp(1), port);
  }

  private void noTarget() throws IOException {
    Whereabouts nowhere = new Whereabouts(PathRig.BOB, Optional.empty(), "");
    TransportPlan unknown =
        new TransportPlan(bob.plan(true).protection(), Optional.empty(), nowhere, nowhere, true);
    talk(alice.plan(true), unknown, 0);
    alice.send(1, rig.paths.port());
  }

  private void unproven() throws IOException {
    alice.send(1, rig.paths.port());
  }

  /** A checked place is known; its keys come with the handshake. */
  private void noKey() throws IOException {
    Transport transport = session.onePort();
    IcePeer peer = new IcePeer(transport);
    Whereabouts where = alice.plan(true).media();
    TransportPlan plan =
        new TransportPlan(
            new Protection.Dtls(DtlsNet.PHONE.fingerprint(), false),
            Optional.of(peer.credentials()),
            where,
            where,
            true);
    session.bind(List.of(PathRig.audio(transport, plan, session.onePort(), bob.plan(true))), false);
    assertThat(peer.checks(alice.media, rig.paths.port())).isTrue();
    alice.send(1, rig.paths.port());
  }

  private void tooMuch() throws IOException {
    talk(alice.plan(true), bob.plan(true), 8_000);
    for (int i = 0; i < 200; i++) {
      alice.send(i, rig.paths.port());
    }
  }

  private void wrongCheck() throws IOException {
    raw(new IcePeer(session.onePort()).check("another-password-of-22"));
  }

  /** Of an address that handshakes are expected from, but no hello. */
  private void nobodysRecord() throws IOException {
    session.onePort().offeredTo(PathRig.ALICE);
    byte[] record = new byte[40];
    record[0] = 23;
    record[1] = (byte) 0xfe;
    record[2] = (byte) 0xfd;
    record[12] = 27;
    raw(record);
  }

  private void strangersPlain() throws IOException {
    try (PathPhone plainAlice = new PathPhone(PathRig.ALICE, null);
        PathPhone plainBob = new PathPhone(PathRig.BOB, null)) {
      Transport pair = session.portPair().orElseThrow();
      Transport other = session.portPair().orElseThrow();
      session.bind(
          List.of(PathRig.audio(pair, plainAlice.plan(true), other, plainBob.plan(true))), false);
      PathPhone.send(bob.media, plainAlice.rtp(1), pair.port());
    }
  }

  private void wrongTag() throws IOException {
    talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    byte[] wire = alice.wire(2);
    wire[wire.length - 1] ^= 1;
    raw(wire);
  }

  private void replay() throws IOException {
    talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    byte[] wire = alice.wire(2);
    raw(wire);
    raw(wire);
  }

  private void tooManySources() throws IOException {
    talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    SrtpSession more = SrtpSession.sending(alice.own);
    for (int i = 1; i <= SrtpSession.MAX_EVER; i++) {
      alice.ssrc = i;
      byte[] clear = alice.rtp(1);
      PacketBuffer packet = new PacketBuffer(2_048).at(0, clear.length);
      System.arraycopy(clear, 0, packet.bytes(), 0, clear.length);
      more.protectRtp(packet);
      raw(Arrays.copyOf(packet.bytes(), packet.length()));
      assertThat(i == SrtpSession.MAX_EVER || bob.receive() != null).isTrue();
    }
  }

  /** More at once than may wait for the kernel, as the loop that owns a call's packets sends. */
  private void tooFast() throws IOException {
    Endpoint endpoint = (Endpoint) talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    MediaLoop loop = endpoint.media().home();
    byte[] wire = alice.wire(2);
    loop.execute(
        () -> {
          for (int i = 0; i <= OutPackets.MAX; i++) {
            Counter dropped = endpoint.send(loop, wire, 0, wire.length, place(alice), false, false);
            if (dropped != null) {
              loop.count(dropped);
            }
          }
          loop.flush();
        });
  }

  private void heldBack() throws IOException {
    talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    session.holdBack(true);
    alice.send(2, rig.paths.port());
  }

  private void muted() throws IOException {
    talk(alice.plan(true), bob.plan(true), 0);
    assertHeard(1);
    session.mute("audio", true, true);
    alice.send(2, rig.paths.port());
  }

  private static InetSocketAddress place(PathPhone phone) {
    return (InetSocketAddress) phone.media.getLocalSocketAddress();
  }

  private static byte[] zrtp() {
    byte[] hello = new byte[80];
    hello[0] = 0x10;
    System.arraycopy(new byte[] {'Z', 'R', 'T', 'P'}, 0, hello, 4, 4);
    return hello;
  }

  private Transport talk(TransportPlan a, TransportPlan b, int bitsPerSecond) {
    Transport first = session.onePort();
    session.bind(List.of(PathRig.audio(first, a, session.onePort(), b, bitsPerSecond)), false);
    return first;
  }

  private void assertHeard(int sequence) throws IOException {
    alice.send(sequence, rig.paths.port());
    assertThat(bob.receive()).isEqualTo(alice.rtp(sequence));
  }

  private void raw(byte[] datagram) throws IOException {
    PathPhone.send(alice.media, datagram, rig.paths.port());
  }
}
