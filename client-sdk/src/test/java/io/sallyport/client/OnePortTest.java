package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sallyport.protocol.rtp.PacketClass;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.Setup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A phone and a server that has one UDP port for all media. */
class OnePortTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = (EventLoop) group.next();
  private final Set<String> arrivals = ConcurrentHashMap.newKeySet();
  private DatagramSocket port;
  private CallMedia media;
  private SessionDescription offer;

  @BeforeEach
  void open() throws IOException {
    port = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread reader = new Thread(this::read, "one-port");
    reader.setDaemon(true);
    reader.start();
  }

  @AfterEach
  void shutDown() throws Exception {
    on(
        () -> {
          media.close();
          return null;
        });
    port.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyLineSendsToItAndHearsFromIt(boolean mux) throws Exception {
    agree(mux);
    int audio = offer.media().get(0).port();
    int video = offer.media().get(1).port();
    int control = mux ? 0 : 1;
    await()
        .untilAsserted(
            () ->
                assertThat(arrivals)
                    .containsExactlyInAnyOrder(
                        "RTP " + audio,
                        "RTP " + video,
                        "RTCP " + (audio + control),
                        "RTCP " + (video + control)));
    send(packet(8), audio);
    send(packet(96), video);
    send(report(), audio + control);
    send(report(), video + control);
    await()
        .untilAsserted(
            () -> {
              for (MediaStatistics stream : media.statistics()) {
                assertThat(stream.packetsReceived()).isEqualTo(1);
                assertThat(stream.rtcpReceived()).isEqualTo(1);
                assertThat(stream.refused()).isEmpty();
                assertThat(stream.sources()).hasSize(1);
              }
            });
  }

  @Test
  void whatIsMeantForAnotherLineOrSocketIsNotTaken() throws Exception {
    agree(false);
    int audio = offer.media().get(0).port();
    send(packet(96), audio);
    send(packet(8), audio + 1);
    send(report(), audio);
    await()
        .untilAsserted(
            () ->
                assertThat(media.statistics().get(0).refused())
                    .containsEntry(PacketRefusal.UNKNOWN_PAYLOAD, 1L)
                    .containsEntry(PacketRefusal.MISPLACED, 2L)
                    .hasSize(2));
  }

  private void agree(boolean mux) throws Exception {
    CallMedia.Surroundings around =
        new CallMedia.Surroundings(
            loop,
            InetAddress.getLoopbackAddress(),
            new MediaSettings(
                Srtp.OFF, MediaSettings.DEFAULT_SUITES, mux, Setup.ACTPASS, Optional.empty()),
            new SecureRandom(),
            null);
    media = new CallMedia(around, MediaPlan.tone(440).withVideo());
    offer = SdpRefused.parse(on(media::offer));
    for (MediaDescription line : offer.media()) {
      assertThat(line.rtcpMux()).isEqualTo(mux);
      assertThat(line.attribute("rtcp")).contains(Integer.toString(line.port() + 1));
    }
    String more = mux ? "a=rtcp-mux\r\n" : "a=rtcp:" + port.getLocalPort() + "\r\n";
    String answer =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + ("m=audio %d RTP/AVP 8\r\n"
                    + more
                    + "m=video %d RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n")
                .formatted(port.getLocalPort(), port.getLocalPort())
            + more;
    on(
        () -> {
          media.answered(answer.getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private void read() {
    byte[] buffer = new byte[2048];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        port.receive(packet);
        PacketClass kind = PacketClass.of(buffer, 0, packet.getLength());
        assertThat(kind).isIn(EnumSet.of(PacketClass.RTP, PacketClass.RTCP));
        arrivals.add(kind + " " + packet.getPort());
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private static byte[] packet(int payloadType) {
    byte[] packet = new byte[172];
    packet[0] = (byte) 0x80;
    packet[1] = (byte) payloadType;
    return packet;
  }

  private static byte[] report() {
    return RtcpReports.compose(7, "server", null, null, 0);
  }

  private void send(byte[] packet, int to) throws IOException {
    port.send(
        new DatagramPacket(
            packet, packet.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), to)));
  }

  private <T> T on(Callable<T> task) throws Exception {
    return loop.submit(task).get(5, TimeUnit.SECONDS);
  }
}
