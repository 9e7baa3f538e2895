package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets an answer, a cookie, to a ClientHello on the one port. */
class KnockTest {
  private PathRig rig;
  private PathSession session;
  private Transport transport;
  private byte[] hello;

  @BeforeEach
  void start() throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    transport = session.onePort();
    hello = DtlsNet.hello();
  }

  @AfterEach
  void stop() {
    session.close();
    assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
    rig.close();
  }

  @Test
  void whereNobodyIsExpectedAHelloGetsNothing() throws Exception {
    assertUnanswered(PathRig.ALICE);
    agree(PathRig.ALICE, "127.0.0.2 4000", Optional.empty());
    assertUnanswered(PathRig.MALLORY);
    assertAnswered(PathRig.ALICE);
  }

  @Test
  void theAddressThatSdpNamesIsExpectedToo() throws Exception {
    agree(PathRig.ALICE, "127.0.0.3 4000", Optional.empty());
    assertAnswered(PathRig.BOB);
    assertUnanswered(PathRig.MALLORY);
  }

  @Test
  void aDeviceThatAnOfferWentToMayBeginBeforeItsAnswerIsHere() throws Exception {
    transport.offeredTo(PathRig.ALICE);
    assertAnswered(PathRig.ALICE);
    assertUnanswered(PathRig.BOB);

    session.close();
    assertUnanswered(PathRig.ALICE);
  }

  @Test
  void whatAConnectivityCheckHasProvenNeedsNoOtherName() throws Exception {
    IcePeer peer = new IcePeer(transport);
    agree(PathRig.ALICE, "127.0.0.2 4000", Optional.of(peer.credentials()));
    try (DatagramSocket bob = socket(PathRig.BOB)) {
      assertThat(peer.checks(bob, rig.paths.port())).isTrue();
      PathPhone.send(bob, hello, rig.paths.port());
      assertThat(PathPhone.receive(bob)).isNotNull().startsWith(22);
    }
  }

  @Test
  void anOfferToManyDevicesOpensTheDoorToFew() throws Exception {
    for (int i = 0; i < HelloAddresses.MAX_PER_TRANSPORT; i++) {
      transport.offeredTo(InetAddress.getByName("192.0.2." + i));
    }
    transport.offeredTo(PathRig.ALICE);
    assertUnanswered(PathRig.ALICE);
  }

  private void agree(InetAddress signalling, String written, Optional<IceCredentials> ice)
      throws IOException {
    Whereabouts where = new Whereabouts(signalling, Optional.empty(), written);
    TransportPlan plan =
        new TransportPlan(
            new Protection.Dtls(DtlsNet.PHONE.fingerprint(), false), ice, where, where, true);
    try (PathPhone other = new PathPhone(PathRig.BOB, CryptoSuite.AES_CM_128_HMAC_SHA1_80)) {
      Transport to = session.onePort();
      session.bind(List.of(PathRig.audio(transport, plan, to, other.plan(true))), false);
    }
  }

  private void assertAnswered(InetAddress from) throws IOException {
    try (DatagramSocket socket = socket(from)) {
      PathPhone.send(socket, hello, rig.paths.port());
      byte[] answer = PathPhone.receive(socket);
      assertThat(answer).isNotNull().startsWith(22).hasSizeLessThanOrEqualTo(hello.length);
    }
  }

  private void assertUnanswered(InetAddress from) throws IOException {
    long before = rig.count(Counter.MEDIA_DROPPED_UNPROVEN);
    try (DatagramSocket socket = socket(from)) {
      PathPhone.send(socket, hello, rig.paths.port());
      await().until(() -> rig.count(Counter.MEDIA_DROPPED_UNPROVEN) == before + 1);
      socket.setSoTimeout(100);
      assertThat(PathPhone.receive(socket)).isNull();
    }
  }

  private static DatagramSocket socket(InetAddress address) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
    socket.setSoTimeout(2_000);
    return socket;
  }
}
