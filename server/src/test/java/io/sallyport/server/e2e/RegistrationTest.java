package io.sallyport.server.e2e;

import static io.sallyport.server.e2e.Gate.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.client.CallEnd;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Registration;
import io.sallyport.client.SipFailure;
import io.sallyport.client.Srtp;
import io.sallyport.client.Transport;
import io.sallyport.server.e2e.Gate.Station;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrationTest {
  @TempDir static Path data;
  private static Gate gate;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open(data, 20_600);
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
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP", "TLS", "WSS"})
  void aPhoneRegistersAndUnregisters(Transport transport) throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", transport);
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    bob.next().decline(486);
    assertThat(soon(call.ended()).status()).isEqualTo(486);
    soon(bob.phone().unregister());
    assertThat(soon(alice.phone().call("bob", MediaPlan.silent()).ended()).status()).isEqualTo(480);
  }

  @Test
  void aLostConnectionIsMadeAgainAndCallsComeOverTheNewOne() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    BlockingQueue<Registration> states = new LinkedBlockingQueue<>();
    bob.phone().onRegistration(states::add);
    bob.phone().dropConnection();
    assertThat(states.poll(10, TimeUnit.SECONDS).active()).isFalse();
    assertThat(states.poll(10, TimeUnit.SECONDS).active()).isTrue();
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    soon(bob.next().answer(MediaPlan.silent()));
    soon(call.answered());
  }

  @Test
  void aCallLivesThroughALostConnectionOfItsCallee() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station bob = gate.station("bob", Transport.TLS);
    OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
    IncomingCall incoming = bob.next();
    soon(incoming.answer(MediaPlan.silent()));
    soon(call.answered());
    BlockingQueue<Registration> states = new LinkedBlockingQueue<>();
    bob.phone().onRegistration(states::add);
    bob.phone().dropConnection();
    assertThat(states.poll(10, TimeUnit.SECONDS).active()).isFalse();
    assertThat(states.poll(10, TimeUnit.SECONDS).active()).isTrue();
    soon(incoming.hold());
    assertThat(call.isHeldByPeer()).isTrue();
    soon(incoming.hangUp());
    assertThat(soon(call.ended()).cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserFailAlike() throws Exception {
    gate.builder("mallory", Transport.TLS);
    assertThat(refusal("mallory")).isEqualTo(refusal("nobody-at-all"));
  }

  private static String refusal(String user) throws Exception {
    Phone phone = gate.stranger(user, Transport.TLS).password("wrong").srtp(Srtp.REQUIRED).build();
    try (phone) {
      SipFailure[] failure = new SipFailure[1];
      assertThatThrownBy(() -> soon(phone.register()))
          .isInstanceOfSatisfying(SipFailure.class, e -> failure[0] = e);
      return failure[0].getMessage();
    }
  }
}
