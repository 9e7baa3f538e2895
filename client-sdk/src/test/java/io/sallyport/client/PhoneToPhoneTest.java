package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.transaction.Timings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhoneToPhoneTest {
  private static final Timings FAST =
      new Timings(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(500));

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final BlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
  private Phone alice;
  private Phone bob;

  @AfterEach
  void closeAll() throws Exception {
    for (int i = resources.size() - 1; i >= 0; i--) {
      resources.get(i).close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void aCallCarriesTonesBothWaysAndEndsWithBye(Transport transport) throws Exception {
    connect(
        transport,
        transport == Transport.UDP ? PatchCord.datagrams() : PatchCord.streams(),
        Srtp.REQUIRED);
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    OutgoingCall call = alice.call("bob", MediaPlan.tone(440).into(aliceHears));
    IncomingCall incoming = next();
    assertThat(incoming.peer()).isEqualTo("sip:alice@example.org");
    incoming.ringing();
    soon(call.rings());
    incoming.answer(MediaPlan.tone(880).into(bobHears));
    soon(call.answered());
    soon(incoming.answered());
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
    assertThat(call.statistics().get(0).protection()).isEqualTo("AEAD_AES_256_GCM");
    assertThat(soon(call.hangUp()).cause()).isEqualTo(CallEnd.Cause.HUNG_UP);
    assertThat(soon(incoming.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
    assertThat(alice.retransmissions()).isZero();
  }

  @Test
  void holdResumeAndVideoFromEitherSide() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.OPTIONAL);
    ToneDetector bobHears = new ToneDetector();
    OutgoingCall call = alice.call("bob", MediaPlan.tone(440));
    IncomingCall incoming = next();
    soon(incoming.answer(MediaPlan.tone(880).into(bobHears).changeBy(MediaPlan.Change.UPDATE)));
    soon(bobHears.heard(440));
    soon(call.hold());
    assertThat(incoming.isHeldByPeer()).isTrue();
    soon(bobHears.heard(0));
    soon(call.resume());
    soon(bobHears.heard(440));
    soon(incoming.addVideo());
    assertThat(call.hasVideo()).isTrue();
    org.awaitility.Awaitility.await().until(() -> call.statistics().get(1).packetsReceived() > 3);
    soon(incoming.removeVideo());
    assertThat(call.hasVideo()).isFalse();
    soon(incoming.hold());
    assertThat(call.isHeldByPeer()).isTrue();
  }

  @Test
  void bothHoldingAtOnceIsSortedOutByRetrying() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.OFF);
    OutgoingCall call = alice.call("bob", MediaPlan.silent());
    IncomingCall incoming = next();
    soon(incoming.answer(MediaPlan.silent()));
    CompletableFuture<Void> mine = call.hold();
    CompletableFuture<Void> theirs = incoming.hold();
    soon(mine);
    soon(theirs);
    assertThat(call.isHeldByPeer() || incoming.isHeldByPeer()).isTrue();
  }

  @Test
  void cancelBusyAndDeclineEndWithTheirStatus() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.OFF);
    OutgoingCall cancelled = alice.call("bob", MediaPlan.silent());
    IncomingCall first = next();
    first.ringing();
    soon(cancelled.rings());
    assertThat(soon(cancelled.hangUp()))
        .isEqualTo(new CallEnd(CallEnd.Cause.CANCELLED, 487, "Request Terminated"));
    assertThat(soon(first.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_CANCELLED);
    OutgoingCall busy = alice.call("bob", MediaPlan.silent());
    next().decline(486);
    assertThat(soon(busy.ended()).status()).isEqualTo(486);
    assertThatThrownBy(() -> soon(busy.answered())).hasRootCauseInstanceOf(SipFailure.class);
    OutgoingCall declined = alice.call("bob", MediaPlan.silent());
    next().hangUp();
    assertThat(soon(declined.ended()).status()).isEqualTo(603);
  }

  @Test
  void anOfferlessCallIsOfferedByTheCallee() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.REQUIRED);
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    OutgoingCall call = alice.call("bob", MediaPlan.tone(440).into(aliceHears).offerless());
    IncomingCall incoming = next();
    soon(incoming.answer(MediaPlan.tone(880).into(bobHears)));
    soon(call.answered());
    soon(aliceHears.heard(880));
    soon(bobHears.heard(440));
  }

  @Test
  void earlyMediaUnderReliableProvisionalsIsHeardBeforeTheAnswer() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.REQUIRED);
    ToneDetector aliceHears = new ToneDetector();
    OutgoingCall call =
        alice.call(
            "bob",
            MediaPlan.tone(440).into(aliceHears).reliability(MediaPlan.Reliability.REQUIRED));
    IncomingCall incoming = next();
    MediaPlan plan = MediaPlan.tone(880);
    incoming.earlyMedia(plan);
    soon(call.earlyMedia());
    soon(aliceHears.heard(880));
    assertThat(call.answered()).isNotDone();
    soon(incoming.answer(plan));
    soon(call.answered());
  }

  @Test
  void everyFirstMessageLostIsSentAgainAndNothingHappensTwice() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    connect(
        Transport.UDP, PatchCord.datagrams((side, text) -> !seen.add(side + cseq(text))), Srtp.OFF);
    List<String> lines = new ArrayList<>();
    bob.onMessage(message -> lines.add(message.text()));
    assertThat(soon(alice.message("bob", "hello")).delivered()).isTrue();
    OutgoingCall call = alice.call("bob", MediaPlan.silent());
    IncomingCall incoming = next();
    incoming.ringing();
    soon(incoming.answer(MediaPlan.silent()));
    soon(call.answered());
    soon(call.hold());
    assertThat(incoming.isHeldByPeer()).isTrue();
    call.hangUp();
    soon(incoming.ended());
    assertThat(lines).containsExactly("hello");
    assertThat(arrived).isEmpty();
    assertThat(alice.retransmissions()).isPositive();
  }

  private static String cseq(String text) {
    int at = text.indexOf("CSeq:");
    return text.substring(0, text.indexOf('\r')) + text.substring(at, text.indexOf('\r', at));
  }

  @Test
  void messagesInfoAndUnknownMethodsAreAnswered() throws Exception {
    connect(Transport.TCP, PatchCord.streams(), Srtp.OFF);
    CompletableFuture<ReceivedMessage> message = new CompletableFuture<>();
    bob.onMessage(message::complete);
    assertThat(soon(alice.message("bob", "Grüße, 你好")).delivered()).isTrue();
    assertThat(soon(message))
        .isEqualTo(new ReceivedMessage("sip:alice@example.org", "text/plain", "Grüße, 你好"));
    assertThat(soon(alice.send("OPTIONS", "bob", List.of(), "", new byte[0])).status())
        .isEqualTo(200);
    assertThat(soon(alice.send("FROBNICATE", "bob", List.of(), "", new byte[0])).status())
        .isEqualTo(405);
    OutgoingCall call = alice.call("bob", MediaPlan.silent());
    CompletableFuture<Character> key = new CompletableFuture<>();
    IncomingCall incoming =
        next()
            .on(
                new CallListener() {
                  @Override
                  public void dtmf(char pressed) {
                    key.complete(pressed);
                  }
                });
    soon(incoming.answer(MediaPlan.silent()));
    soon(call.sendDtmf('5'));
    assertThat(soon(key)).isEqualTo('5');
  }

  @Test
  void theSessionTimerIsRefreshedAndEndsTheCallOfWhoVanished() throws Exception {
    connect(Transport.UDP, PatchCord.datagrams(), Srtp.OFF);
    OutgoingCall call = alice.call("bob", MediaPlan.silent().sessionExpires(Duration.ofSeconds(3)));
    IncomingCall incoming = next();
    soon(incoming.answer(MediaPlan.silent()));
    soon(call.answered());
    long before = alice.requestsSent();
    org.awaitility.Awaitility.await().until(() -> alice.requestsSent() > before);
    assertThat(incoming.ended()).isNotDone();
    alice.vanish();
    assertThat(soon(incoming.ended()).cause()).isEqualTo(CallEnd.Cause.LOST);
  }

  @Test
  void whatIsAskedOfAClosedPhoneFails() throws Exception {
    connect(Transport.TCP, PatchCord.streams(), Srtp.OFF);
    alice.close();
    assertThatThrownBy(() -> soon(alice.register())).hasRootCauseInstanceOf(SipFailure.class);
    assertThatThrownBy(() -> soon(alice.message("bob", "x")))
        .hasRootCauseInstanceOf(SipFailure.class);
  }

  @Test
  void aServerThatIsNotThereFailsWhatWasAsked() throws Exception {
    int port;
    try (PatchCord cord = PatchCord.streams()) {
      port = cord.port(0);
    }
    alice = phone("alice", Transport.TCP, port, Srtp.OFF);
    assertThat(soon(alice.call("bob", MediaPlan.silent()).ended()).status()).isEqualTo(503);
    assertThatThrownBy(() -> soon(alice.register())).hasRootCauseInstanceOf(SipFailure.class);
    assertThatThrownBy(() -> soon(alice.message("bob", "x")))
        .hasRootCauseInstanceOf(SipFailure.class);
  }

  private void connect(Transport transport, PatchCord cord, Srtp srtp) throws Exception {
    resources.add(cord);
    alice = phone("alice", transport, cord.port(0), srtp);
    bob = phone("bob", transport, cord.port(1), srtp);
    bob.onIncoming(arrived::add);
    soon(alice.connect());
    soon(bob.connect());
    // a datagram tells the cord where bob is
    bob.send("OPTIONS", "alice", List.of(), "", new byte[0]);
  }

  private Phone phone(String user, Transport transport, int port, Srtp srtp) throws IOException {
    Phone phone =
        Phone.builder()
            .user(user)
            .domain("example.org")
            .server("127.0.0.1", port)
            .transport(transport)
            .srtp(srtp)
            .timings(FAST)
            .build();
    resources.add(phone);
    return phone;
  }

  private IncomingCall next() throws InterruptedException {
    IncomingCall call = arrived.poll(5, TimeUnit.SECONDS);
    assertThat(call).as("an incoming call").isNotNull();
    return call;
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not happen within 10 s", e);
    }
  }
}
