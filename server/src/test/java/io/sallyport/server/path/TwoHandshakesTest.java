package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.dtls.DatagramPipe;
import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A phone behind NAT with DTLS and without rtcp-mux: RTP and RTCP have a handshake each (RFC 5764
 * section 3), from places that SDP does not know.
 */
class TwoHandshakesTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;

  private PathRig rig;
  private PathSession session;
  private PathPhone alice;
  private PathPhone bob;
  private Port media;
  private Port control;

  @BeforeEach
  void agree() throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    alice = new PathPhone(PathRig.ALICE, null);
    bob = new PathPhone(PathRig.BOB, SUITE);
    media = new Port();
    control = new Port();
    Whereabouts unknown = new Whereabouts(PathRig.ALICE, Optional.empty(), "behind NAT");
    TransportPlan plan =
        new TransportPlan(
            new Protection.Dtls(DtlsNet.PHONE.fingerprint(), false),
            Optional.empty(),
            unknown,
            unknown,
            false);
    session.bind(
        List.of(PathRig.audio(session.onePort(), plan, session.onePort(), bob.plan(true))), false);
  }

  @AfterEach
  void stop() {
    session.close();
    assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
    rig.close();
    List.of(alice, bob).forEach(PathPhone::close);
    List.of(media, control).forEach(Port::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePacketTellsWhoseHandshakeItWasWhicheverCameFirst(boolean mediaFirst) throws Exception {
    (mediaFirst ? media : control).shake();
    (mediaFirst ? control : media).shake();

    media.send(alice.rtp(1), false);
    assertThat(bob.receive()).isEqualTo(alice.rtp(1));
    control.send(alice.report(), true);
    assertThat(bob.receiveControl(bob.media)).isEqualTo(alice.report());
    assertBobIsHeardAtBoth();
    assertThat(rig.count(Counter.MEDIA_DTLS_AGREED)).isEqualTo(2);
    assertThat(rig.count(Counter.MEDIA_SOURCES_MOVED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoSendsReportsOnlyIsHeardAndHears(boolean mediaFirst) throws Exception {
    (mediaFirst ? media : control).shake();
    (mediaFirst ? control : media).shake();

    control.send(alice.report(), true);
    assertThat(bob.receiveControl(bob.media)).isEqualTo(alice.report());
    assertBobIsHeardAtBoth();
  }

  @Test
  void anotherMappingOfEitherPortIsFollowed() throws Exception {
    control.shake();
    media.shake();
    media.send(alice.rtp(1), false);
    assertThat(bob.receive()).isEqualTo(alice.rtp(1));
    control.send(alice.report(), true);
    assertThat(bob.receiveControl(bob.media)).isEqualTo(alice.report());

    media.rebind();
    control.rebind();
    control.send(alice.report(), true);
    assertThat(bob.receiveControl(bob.media)).isEqualTo(alice.report());
    media.send(alice.rtp(2), false);
    assertThat(bob.receive()).isEqualTo(alice.rtp(2));
    assertBobIsHeardAtBoth();
  }

  @Test
  void whoKnowsAHandshakesPlaceButNotItsKeysChangesNothing() throws Exception {
    control.shake();
    media.shake();
    PathPhone.send(media.socket, alice.rtp(1), rig.paths.port());
    PathPhone.send(control.socket, alice.report(), rig.paths.port());
    assertThat(bob.hearsNothing()).isTrue();

    media.send(alice.rtp(2), false);
    assertThat(bob.receive()).isEqualTo(alice.rtp(2));
    assertBobIsHeardAtBoth();
  }

  private void assertBobIsHeardAtBoth() throws IOException {
    bob.send(1, rig.paths.port());
    assertThat(media.receive(false)).isEqualTo(bob.rtp(1));
    PathPhone.send(bob.media, bob.wireReport(), rig.paths.port());
    assertThat(control.receive(true)).isEqualTo(bob.report());
  }

  /** One of the phone's ports, with the keys of its own handshake. */
  private final class Port implements DatagramPipe {
    private DatagramSocket socket = alice.socket();
    private SrtpSession sender;
    private SrtpSession receiver;

    Port() throws IOException {}

    void shake() throws Exception {
      long before = rig.count(Counter.MEDIA_DTLS_AGREED);
      DtlsHandshake.Outcome outcome =
          new DtlsHandshake(DtlsNet.PHONE, DtlsNet.RANDOM, Duration.ofSeconds(20), System::nanoTime)
              .connect(this);
      DtlsKeys keys = ((DtlsHandshake.Agreed) outcome).keys();
      sender = SrtpSession.sending(keys.send());
      receiver = SrtpSession.receiving(keys.receive());
      await().until(() -> rig.count(Counter.MEDIA_DTLS_AGREED) == before + 1);
    }

    /** From another port from now on. */
    void rebind() throws IOException {
      socket.close();
      socket = alice.socket();
    }

    void send(byte[] clear, boolean report) throws IOException {
      PacketBuffer packet = packet(clear);
      SrtpStatus status = report ? sender.protectRtcp(packet) : sender.protectRtp(packet);
      assertThat(status).isEqualTo(SrtpStatus.OK);
      byte[] wire = Arrays.copyOf(packet.bytes(), packet.length());
      PathPhone.send(socket, wire, rig.paths.port());
    }

    byte[] receive(boolean report) throws IOException {
      byte[] wire = PathPhone.receive(socket);
      if (wire == null) {
        return null;
      }
      PacketBuffer packet = packet(wire);
      SrtpStatus status = report ? receiver.unprotectRtcp(packet) : receiver.unprotectRtp(packet);
      return status == SrtpStatus.OK ? Arrays.copyOf(packet.bytes(), packet.length()) : null;
    }

    private PacketBuffer packet(byte[] bytes) {
      PacketBuffer packet = new PacketBuffer(2_048).at(0, bytes.length);
      System.arraycopy(bytes, 0, packet.bytes(), 0, bytes.length);
      return packet;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) {
      try {
        socket.setSoTimeout(Math.max(1, waitMillis));
        DatagramPacket packet = new DatagramPacket(buffer, offset, length);
        socket.receive(packet);
        return packet.getLength();
      } catch (SocketTimeoutException e) {
        return NOTHING;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        setPatience();
      }
    }

    private void setPatience() {
      try {
        socket.setSoTimeout(2_000);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      try {
        socket.send(
            new DatagramPacket(
                bytes, offset, length, new InetSocketAddress(PathRig.SERVER, rig.paths.port())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() {
      socket.close();
    }
  }
}
