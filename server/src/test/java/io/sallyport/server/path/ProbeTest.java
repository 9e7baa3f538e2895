package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.server.base.Networks;
import io.sallyport.server.observe.Counters;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks at the one port that no call is behind. */
class ProbeTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SecureRandom random = new SecureRandom();
  private final AtomicLong nanos = new AtomicLong(1_000_000);
  private Paths paths;
  private DatagramSocket socket;

  @BeforeEach
  void start() throws Exception {
    MediaSettings usual = MediaSettings.defaults();
    paths =
        new Paths(
            new MediaSettings(
                "127.0.0.1",
                "",
                0,
                usual.firstPort(),
                usual.lastPort(),
                1,
                usual.inactivityTimeout(),
                Networks.NONE,
                List.of(),
                0,
                46,
                34,
                65_536,
                4,
                false),
            new Counters(),
            nanos::get,
            InstantSource.system());
    paths.start();
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(2_000);
  }

  @AfterEach
  void close() {
    socket.close();
    paths.close();
  }

  private byte[] asked(byte[] request) throws Exception {
    socket.send(
        new DatagramPacket(
            request,
            request.length,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), paths.port())));
    DatagramPacket answer = new DatagramPacket(new byte[1_500], 1_500);
    try {
      socket.receive(answer);
      return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
    } catch (SocketTimeoutException e) {
      return new byte[0];
    }
  }

  @Test
  void aCheckOfItIsAnsweredWithItsPasswordAndItsSourceIsSeen() throws Exception {
    Probe probe = paths.probe(MINUTE).orElseThrow();
    byte[] request = probe.request(random);
    byte[] answer = asked(request);
    StunMessage read = (StunMessage) StunMessage.read(answer, 0, answer.length);
    assertThat(read.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
    assertThat(new StunIntegrity().verifies(read, probe.password())).isTrue();
    assertThat(probe.heard()).containsExactly((InetSocketAddress) socket.getLocalSocketAddress());
    // nobody is made to send more than he got
    assertThat(answer.length).isLessThanOrEqualTo(request.length);
  }

  @Test
  void whoDoesNotKnowThePasswordGetsNothing() throws Exception {
    Probe probe = paths.probe(MINUTE).orElseThrow();
    byte[] request = probe.request(random);
    request[request.length - 12] ^= 1;
    socket.setSoTimeout(300);
    assertThat(asked(request)).isEmpty();
    assertThat(probe.heard()).isEmpty();
  }

  @Test
  void afterItsTimeAndAfterItsEndItIsSilent() throws Exception {
    Probe first = paths.probe(MINUTE).orElseThrow();
    Probe second = paths.probe(MINUTE).orElseThrow();
    second.close();
    socket.setSoTimeout(300);
    assertThat(asked(second.request(random))).isEmpty();
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(asked(first.request(random))).isEmpty();
  }

  @Test
  void itAnswersNoMoreThanABrowserAsks() throws Exception {
    Probe probe = paths.probe(MINUTE).orElseThrow();
    for (int i = 0; i < Probe.MOST_ANSWERS; i++) {
      assertThat(asked(probe.request(random))).isNotEmpty();
    }
    socket.setSoTimeout(300);
    assertThat(asked(probe.request(random))).isEmpty();
  }

  @Test
  void onlySoManyAreUnderWayAndOldOnesMakeRoom() {
    List<Probe> all = new ArrayList<>();
    for (int i = 0; i < Probes.MOST; i++) {
      all.add(paths.probe(MINUTE).orElseThrow());
    }
    assertThat(paths.probe(MINUTE)).isEmpty();
    all.get(3).close();
    assertThat(paths.probe(MINUTE)).isPresent();
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(paths.probe(MINUTE)).isPresent();
  }

  @Test
  void aProbeThatIsPrintedDoesNotTellItsPassword() {
    Probe probe = paths.probe(MINUTE).orElseThrow();
    assertThat(probe.toString() + probe.credentials()).doesNotContain(probe.password());
  }
}
