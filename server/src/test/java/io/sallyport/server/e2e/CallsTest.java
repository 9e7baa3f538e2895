package io.sallyport.server.e2e;

import static io.sallyport.server.e2e.Gate.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.client.Call;
import io.sallyport.client.CallEnd;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.SipFailure;
import io.sallyport.client.Srtp;
import io.sallyport.client.ToneDetector;
import io.sallyport.client.Transport;
import io.sallyport.server.e2e.Gate.Station;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {
  private static final int FIRST_PORT = 21_000;

  @TempDir static Path data;
  private static Gate gate;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open(data, FIRST_PORT);
  }

  @AfterEach
  void hangUp() {
    gate.hangUpAll();
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @ParameterizedTest
  @CsvSource({"TLS, TLS", "UDP, UDP", "TCP, TCP", "WSS, WSS", "TLS, UDP", "UDP, WSS", "TCP, TLS"})
  void tonesCrossTheServerBetweenAnyTransports(Transport callers, Transport callees)
      throws Exception {
    Station alice = gate.station("alice", callers);
    Station bob = gate.station("bob", callees);
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    OutgoingCall call = alice.phone().call("bob", MediaPlan.tone(440).into(aliceHears));
    IncomingCall incoming = bob.next();
    assertThat(incoming.peer()).isEqualTo("sip:alice@sallyport.localhost");
    incoming.ringing();
    soon(call.rings());
    soon(incoming.answer(MediaPlan.tone(880).into(bobHears)));
    soon(call.answered());
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
    assertThat(call.statistics().get(0).protection()).isEqualTo(protection(callers));
    assertThat(incoming.statistics().get(0).protection()).isEqualTo(protection(callees));
    assertThat(sourcePorts(call)).allMatch(port -> isPair(port) != isSecure(callers));
    assertThat(sourcePorts(incoming)).allMatch(port -> isPair(port) != isSecure(callees));
    List<Integer> onePort =
        Stream.of(call, incoming)
            .flatMap(side -> sourcePorts(side).stream())
            .filter(port -> !isPair(port))
            .distinct()
            .toList();
    assertThat(onePort).hasSizeLessThanOrEqualTo(1);
    soon(call.hangUp());
    assertThat(soon(incoming.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
  }

  private static String protection(Transport transport) {
    return isSecure(transport) ? "AEAD_AES_256_GCM" : "RTP";
  }

  private static boolean isSecure(Transport transport) {
    return transport == Transport.TLS || transport == Transport.WSS;
  }

  /** Whether it is one of the ports for plain RTP; all else comes through one. */
  private static boolean isPair(int port) {
    return port >= FIRST_PORT && port < FIRST_PORT + 400;
  }

  private static Set<Integer> sourcePorts(Call side) {
    return side.statistics().get(0).sources().stream()
        .map(InetSocketAddress::getPort)
        .collect(Collectors.toSet());
  }

  @Test
  void theCalleeHangsUpToo() throws Exception {
    Talk talk = talk(MediaPlan.silent(), MediaPlan.silent());
    soon(talk.incoming.hangUp());
    assertThat(soon(talk.call.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
  }

  @ParameterizedTest
  @CsvSource({"REINVITE", "UPDATE"})
  void holdAndResumeFromEitherSide(MediaPlan.Change change) throws Exception {
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    Talk talk =
        talk(
            MediaPlan.tone(440).into(aliceHears).changeBy(change),
            MediaPlan.tone(880).into(bobHears).changeBy(change));
    soon(bobHears.heard(440));
    soon(talk.call.hold());
    Awaitility.await().until(talk.incoming::isHeldByPeer);
    soon(bobHears.heard(0));
    soon(talk.call.resume());
    Awaitility.await().until(() -> !talk.incoming.isHeldByPeer());
    soon(bobHears.heard(440));
    soon(talk.incoming.hold());
    Awaitility.await().until(talk.call::isHeldByPeer);
    soon(aliceHears.heard(0));
    soon(talk.incoming.resume());
    soon(aliceHears.heard(880));
  }

  @Test
  void videoIsAddedAndRemoved() throws Exception {
    Talk talk = talk(MediaPlan.silent(), MediaPlan.silent());
    soon(talk.call.addVideo());
    assertThat(talk.call.hasVideo()).isTrue();
    Awaitility.await().until(() -> talk.incoming.hasVideo());
    Awaitility.await().until(() -> talk.incoming.statistics().get(1).packetsReceived() > 5);
    Awaitility.await().until(() -> talk.call.statistics().get(1).packetsReceived() > 5);
    soon(talk.incoming.removeVideo());
    Awaitility.await().until(() -> !talk.call.hasVideo());
    assertThat(talk.call.ended()).isNotDone();
  }

  @Test
  void bothHoldingAtOnceIsSortedOut() throws Exception {
    Talk talk = talk(MediaPlan.silent(), MediaPlan.silent());
    var mine = talk.call.hold();
    var theirs = talk.incoming.hold();
    soon(mine);
    soon(theirs);
    Awaitility.await().until(() -> talk.call.isHeldByPeer() || talk.incoming.isHeldByPeer());
  }

  @Test
  void anOfferlessCallTalks() throws Exception {
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    talk(MediaPlan.tone(440).into(aliceHears).offerless(), MediaPlan.tone(880).into(bobHears));
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
  }

  @Test
  void earlyMediaIsHeardUnderReliableProvisionals() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    ToneDetector aliceHears = new ToneDetector();
    OutgoingCall call =
        alice
            .phone()
            .call(
                "bob",
                MediaPlan.tone(440).into(aliceHears).reliability(MediaPlan.Reliability.SUPPORTED));
    IncomingCall incoming = bob.next();
    MediaPlan plan = MediaPlan.tone(880);
    incoming.ringingReliably();
    incoming.earlyMedia(plan);
    soon(call.earlyMedia());
    soon(aliceHears.heard(880));
    assertThat(call.answered()).isNotDone();
    soon(incoming.answer(plan));
    soon(call.answered());
  }

  @Test
  void dtmfByInfoReachesTheOtherSide() throws Exception {
    Talk talk = talk(MediaPlan.silent(), MediaPlan.silent());
    var pressed = new java.util.concurrent.CompletableFuture<Character>();
    talk.incoming.on(
        new io.sallyport.client.CallListener() {
          @Override
          public void dtmf(char key) {
            pressed.complete(key);
          }
        });
    soon(talk.call.sendDtmf('7'));
    assertThat(soon(pressed)).isEqualTo('7');
  }

  @Test
  void aCancelledCallStopsRinging() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    IncomingCall incoming = bob.next();
    incoming.ringing();
    soon(call.rings());
    assertThat(soon(call.hangUp()).cause()).isEqualTo(CallEnd.Cause.CANCELLED);
    assertThat(soon(incoming.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_CANCELLED);
  }

  @ParameterizedTest
  @CsvSource({"486, 486", "603, 603"})
  void aRefusalReachesTheCaller(int refusal, int seen) throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    bob.next().decline(refusal);
    CallEnd end = soon(call.ended());
    assertThat(end.cause()).isEqualTo(CallEnd.Cause.REFUSED);
    assertThat(end.status()).isEqualTo(seen);
  }

  @Test
  void whoDoesNotAnswerIsGivenUp() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    IncomingCall incoming = bob.next();
    incoming.ringing();
    assertThat(soon(call.ended()).status()).isIn(408, 480);
    assertThat(soon(incoming.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_CANCELLED);
  }

  @Test
  void nobodyAndTheAbsentAreToldApartOnlyByStatus() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    gate.quiet("carol", Transport.TLS, Srtp.REQUIRED);
    assertThat(soon(alice.phone().call("carol", MediaPlan.silent()).ended()).status())
        .isEqualTo(480);
    assertThat(soon(alice.phone().call("nobody", MediaPlan.silent()).ended()).status())
        .isEqualTo(404);
  }

  @Test
  void ofThreeDevicesOneWinsAndTheOthersLearnWhy() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    List<Station> devices =
        List.of(
            gate.station("bob", Transport.TLS),
            gate.station("bob", Transport.WSS),
            gate.station("bob", Transport.UDP, Srtp.OPTIONAL));
    ToneDetector aliceHears = new ToneDetector();
    OutgoingCall call = alice.phone().call("bob", MediaPlan.tone(440).into(aliceHears));
    IncomingCall first = devices.get(0).next();
    IncomingCall winner = devices.get(1).next();
    IncomingCall third = devices.get(2).next();
    List.of(first, winner, third).forEach(IncomingCall::ringing);
    soon(call.rings());
    soon(winner.answer(MediaPlan.tone(880)));
    soon(call.answered());
    soon(aliceHears.heard(880));
    for (IncomingCall other : List.of(first, third)) {
      CallEnd end = soon(other.ended());
      assertThat(end.cause()).isEqualTo(CallEnd.Cause.PEER_CANCELLED);
      assertThat(end.reason().toLowerCase(java.util.Locale.ROOT)).contains("elsewhere");
    }
  }

  @Test
  void aPeerThatVanishesEndsTheCallOnTheOtherSide() throws Exception {
    Talk talk = talk(MediaPlan.silent(), MediaPlan.silent());
    talk.callee.phone().vanish();
    assertThat(soon(talk.call.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
  }

  @Test
  void aWrongPasswordRegistersNothing() throws Exception {
    var phone = gate.builder("mallory", Transport.TLS).password("wrong").build();
    assertThatThrownBy(() -> soon(phone.register()))
        .isInstanceOf(SipFailure.class)
        .hasMessageContaining("40");
    phone.close();
  }

  /** A running call over TLS. */
  private record Talk(OutgoingCall call, IncomingCall incoming, Station caller, Station callee) {}

  private static Talk talk(MediaPlan callers, MediaPlan callees) throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    OutgoingCall call = alice.phone().call("bob", callers);
    IncomingCall incoming = bob.next();
    soon(incoming.answer(callees));
    soon(call.answered());
    return new Talk(call, incoming, alice, bob);
  }
}
