package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.sdp.Setup;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two phones directly at each other, in every way in which they can carry media. */
class MediaCallTest {
  private static final List<String> SUITES =
      Stream.of(CryptoSuite.values()).map(CryptoSuite::name).toList();

  private final BlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
  private final ToneDetector aliceHears = new ToneDetector();
  private final ToneDetector bobHears = new ToneDetector();
  private PatchCord cord;
  private Phone alice;
  private Phone bob;
  private OutgoingCall call;
  private IncomingCall incoming;

  @AfterEach
  void closeAll() throws Exception {
    if (alice != null) {
      alice.close();
      bob.close();
      cord.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void videoArrivesAsItWasSentWithOrWithoutRtcpOnItsPort(boolean mux) throws Exception {
    talk(phone -> phone.rtcpMux(mux), true);
    assertThat(call.hasVideo()).isTrue();
    for (Call end : new Call[] {call, incoming}) {
      await().until(() -> video(end).videoIntact() > 20);
      await().until(() -> audio(end).rtcpReceived() > 0 && video(end).rtcpReceived() > 0);
      await().until(() -> audio(end).roundTrip().isPresent());
      assertThat(audio(end).roundTrip().orElseThrow().toMillis()).isLessThan(1_000);
      assertThat(video(end).videoIntact()).isEqualTo(video(end).packetsReceived());
      assertThat(video(end).packetsLost()).isZero();
      assertThat(audio(end).local()).isNotEqualTo(video(end).local());
    }
    int ports = incoming.statistics().stream().mapToInt(s -> s.sources().size()).sum();
    assertThat(ports).as("addresses that bob heard").isEqualTo(mux ? 2 : 4);
  }

  @Test
  void aPhoneThatMovesIsHeardFromItsNewPortAndHearsOn() throws Exception {
    talk(phone -> phone, false);
    InetSocketAddress before = audio(call).local();
    soon(call.moveMedia());
    InetSocketAddress after = audio(call).local();
    assertThat(after).isNotEqualTo(before);
    await().until(() -> audio(incoming).sources().contains(after));
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
  }

  @ParameterizedTest
  @EnumSource(CryptoSuite.class)
  void everySuiteCarriesACall(CryptoSuite suite) throws Exception {
    talk(phone -> phone.suites(suite), false);
    assertThat(audio(call).protection()).isEqualTo(suite.name());
    assertThat(audio(incoming).protection()).isEqualTo(suite.name());
    await().until(() -> audio(incoming).rtcpReceived() > 0);
    // the first packets may come before the answer that they belong to
    assertThat(audio(call).refused().keySet()).isSubsetOf(PacketRefusal.EARLY);
  }

  @ParameterizedTest
  @CsvSource({"ACTPASS, ACTPASS", "ACTIVE, ACTPASS", "ACTPASS, PASSIVE", "PASSIVE, ACTIVE"})
  void dtlsGivesKeysInEitherRole(Setup offering, Setup answering) throws Exception {
    talk(
        phone -> phone.srtp(Srtp.DTLS).dtlsSetup(offering),
        phone -> phone.srtp(Srtp.DTLS).dtlsSetup(answering),
        true);
    for (Call end : new Call[] {call, incoming}) {
      assertThat(audio(end).protection()).isIn(SUITES);
      await().until(() -> video(end).videoIntact() > 5);
      assertThat(audio(end).local()).isNotEqualTo(video(end).local());
      await().until(() -> audio(end).rtcpReceived() > 0);
    }
  }

  @Test
  void twoPhonesThatBothInsistOnOneRoleDoNotTalk() throws Exception {
    open(
        phone -> phone.srtp(Srtp.DTLS).dtlsSetup(Setup.PASSIVE),
        phone -> phone.srtp(Srtp.REQUIRED));
    call = alice.call("bob", MediaPlan.silent());
    arrived.poll(5, TimeUnit.SECONDS).answer(MediaPlan.silent());
    assertThat(soon(call.ended()).status()).isEqualTo(488);
  }

  @Test
  void aBrowsersCallIsBundledOnOnePort() throws Exception {
    talk(phone -> phone.srtp(Srtp.WEB), true);
    for (Call end : new Call[] {call, incoming}) {
      await().until(() -> video(end).videoIntact() > 5);
      assertThat(audio(end).local()).isEqualTo(video(end).local());
      assertThat(audio(end).sources()).hasSize(1);
      await().until(() -> audio(end).rtcpReceived() > 0 && video(end).rtcpReceived() > 0);
      assertThat(video(end).packetsRefused() + video(end).packetsLost()).isZero();
    }
    soon(call.hold());
    soon(bobHears.heard(0));
    soon(call.resume());
    soon(bobHears.heard(440));
    soon(incoming.removeVideo());
    assertThat(call.statistics()).hasSize(1);
    soon(aliceHears.heard(880));
  }

  @Test
  void aBrowserThatMovesIsFoundAgainByItsChecks() throws Exception {
    talk(phone -> phone.srtp(Srtp.WEB), false);
    soon(call.moveMedia());
    await().until(() -> audio(incoming).sources().contains(audio(call).local()));
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
  }

  @Test
  void videoJoinsTheBundleOfARunningCall() throws Exception {
    talk(phone -> phone.srtp(Srtp.WEB), false);
    soon(incoming.addVideo());
    await().until(() -> video(call).videoIntact() > 5 && video(incoming).videoIntact() > 5);
    assertThat(video(call).local()).isEqualTo(audio(call).local());
  }

  @Test
  void plainRtpFromElsewhereIsNotHeard() throws Exception {
    talk(phone -> phone.srtp(Srtp.OFF), false);
    // bob's first packet may have been ahead of his answer
    long early = audio(call).packetsRefused();
    byte[] forged = new byte[172];
    forged[0] = (byte) 0x80;
    forged[1] = 8;
    try (DatagramSocket attacker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      attacker.send(new DatagramPacket(forged, forged.length, audio(call).local()));
    }
    await().until(() -> audio(call).refused().containsKey(PacketRefusal.FOREIGN_SOURCE));
    assertThat(audio(call).packetsRefused()).isEqualTo(early + 1);
    assertThat(audio(call).refused()).containsEntry(PacketRefusal.FOREIGN_SOURCE, 1L);
    assertThat(audio(call).packetsLost()).isZero();
  }

  @Test
  void whatIsThrownAwayIsCountedByItsReason() throws Exception {
    talk(phone -> phone.rtcpMux(false), false);
    byte[] forged = new byte[172];
    forged[0] = (byte) 0x80;
    InetSocketAddress rtp = audio(call).local();
    try (DatagramSocket attacker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      attacker.send(new DatagramPacket(forged, 172, rtp));
      attacker.send(new DatagramPacket(forged, 12, rtp));
      attacker.send(
          new DatagramPacket(
              forged, 172, new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1)));
      attacker.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, rtp));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(audio(call).refused())
                    .containsEntry(PacketRefusal.UNAUTHENTIC, 1L)
                    .containsEntry(PacketRefusal.MALFORMED, 1L)
                    .containsEntry(PacketRefusal.MISPLACED, 2L));
  }

  private void talk(UnaryOperator<PhoneBuilder> options, boolean withVideo) throws Exception {
    talk(options, options, withVideo);
  }

  private void open(UnaryOperator<PhoneBuilder> alices, UnaryOperator<PhoneBuilder> bobs)
      throws Exception {
    cord = PatchCord.datagrams();
    alice = alices.apply(phone("alice", cord.port(0))).build();
    bob = bobs.apply(phone("bob", cord.port(1))).build();
    bob.onIncoming(arrived::add);
    soon(alice.connect());
    soon(bob.connect());
    // a datagram tells the cord where bob is
    bob.send("OPTIONS", "alice", List.of(), "", new byte[0]);
  }

  private void talk(
      UnaryOperator<PhoneBuilder> alices, UnaryOperator<PhoneBuilder> bobs, boolean withVideo)
      throws Exception {
    open(alices, bobs);
    MediaPlan plan = MediaPlan.tone(440).into(aliceHears);
    call = alice.call("bob", withVideo ? plan.withVideo() : plan);
    incoming = arrived.poll(5, TimeUnit.SECONDS);
    assertThat(incoming).as("an incoming call").isNotNull();
    soon(incoming.answer(MediaPlan.tone(880).into(bobHears)));
    soon(call.answered());
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
  }

  private static PhoneBuilder phone(String user, int port) {
    return Phone.builder()
        .user(user)
        .domain("example.org")
        .server("127.0.0.1", port)
        .transport(Transport.UDP);
  }

  private static MediaStatistics audio(Call end) {
    return end.statistics().get(0);
  }

  private static MediaStatistics video(Call end) {
    return end.statistics().get(1);
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
