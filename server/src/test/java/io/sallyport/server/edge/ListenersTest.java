package io.sallyport.server.edge;

import static io.sallyport.server.edge.EdgeRig.bytes;
import static io.sallyport.server.edge.EdgeRig.read;
import static io.sallyport.server.edge.EdgeRig.request;
import static io.sallyport.server.edge.EdgeRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.base.Networks;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ListenersTest {

  @ParameterizedTest
  @EnumSource(
      value = Listening.Kind.class,
      names = {"SECURE", "SIPS", "PLAIN_TCP"})
  void everyStreamListenerCarriesSipBothWays(Listening.Kind kind) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = kind == Listening.Kind.PLAIN_TCP ? rig.tcp(kind) : rig.tls(kind)) {
      write(phone, request("one"));
      EdgeRig.Heard heard = rig.heard();
      assertThat(heard.frame().first("Call-ID")).isEqualTo("one");
      Flow flow = heard.flow();
      assertThat(flow.transport())
          .isEqualTo(kind == Listening.Kind.PLAIN_TCP ? Transport.TCP : Transport.TLS);
      assertThat(flow.local()).isEqualTo(rig.address(kind));
      assertThat(flow.remote().getPort()).isEqualTo(phone.getLocalPort());
      assertThat(rig.edge.flow(flow.id())).containsSame(flow);

      assertThat(flow.send(bytes("SIP/2.0 200 OK\r\n\r\n"))).isTrue();
      assertThat(read(phone, 18)).isEqualTo("SIP/2.0 200 OK\r\n\r\n");

      phone.close();
      assertThat(rig.closedFlow()).isSameAs(flow);
      assertThat(flow.isOpen()).isFalse();
      assertThat(flow.send(bytes("x"))).isFalse();
      assertThat(rig.edge.flow(flow.id())).isEmpty();
      await().until(() -> rig.edge.connections() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void udpCarriesSipBothWaysOverEpollAndNio(boolean epoll) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.limits(), List.of(), epoll));
        DatagramSocket phone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      phone.setSoTimeout(5_000);
      send(phone, rig, bytes("\r\n\r\n"));
      for (int i = 0; i < 50; i++) {
        send(phone, rig, request("call-" + i));
      }
      Flow flow = null;
      for (int i = 0; i < 50; i++) {
        EdgeRig.Heard heard = rig.heard();
        assertThat(heard.frame().first("Call-ID")).isEqualTo("call-" + i);
        flow = heard.flow();
        assertThat(flow.send(bytes("answer-" + i))).isTrue();
      }
      for (int i = 0; i < 50; i++) {
        DatagramPacket answer = receive(phone);
        assertThat(text(answer)).isEqualTo("answer-" + i);
        assertThat(answer.getSocketAddress()).isEqualTo(rig.address(Listening.Kind.PLAIN_UDP));
      }
      assertThat(flow.id())
          .isEqualTo("udp:" + text(flow.local()) + "/127.0.0.1:" + phone.getLocalPort());
      assertThat(rig.edge.flow(flow.id())).contains(flow);
    }
  }

  @Test
  void aUdpFlowToAnotherPortComesFromTheSameSocket() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        DatagramSocket phone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(5_000);
      send(phone, rig, request("one"));
      Flow toOther =
          rig.edge.udpFlow(rig.heard().flow(), (InetSocketAddress) other.getLocalSocketAddress());
      assertThat(toOther.send(bytes("hello"))).isTrue();
      DatagramPacket packet = receive(other);
      assertThat(text(packet)).isEqualTo("hello");
      assertThat(packet.getSocketAddress()).isEqualTo(rig.address(Listening.Kind.PLAIN_UDP));
    }
  }

  @Test
  void aUdpFlowOfAForeignNetworkOrOfNoAddressIsNotRestored() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      String local = text(rig.address(Listening.Kind.PLAIN_UDP));
      assertThat(rig.edge.flow("udp:" + local + "/127.0.0.1:5062")).isPresent();
      assertThat(rig.edge.flow("udp:" + local + "/192.0.2.1:5062")).isEmpty();
      assertThat(rig.edge.flow("udp:" + local + "/127.0.0.1:0")).isEmpty();
      assertThat(rig.edge.flow("udp:" + local + "/example.org:5062")).isEmpty();
      assertThat(rig.edge.flow("udp:127.0.0.1:1/127.0.0.1:5062")).isEmpty();
      assertThat(rig.edge.flow("udp:")).isEmpty();
      assertThat(rig.edge.flow("unknown")).isEmpty();
    }
  }

  @Test
  void plainSipIsClosedUnlessANetworkIsNamed() throws Exception {
    EdgeSettings d = EdgeRig.settings();
    EdgeSettings closed =
        new EdgeSettings(
            d.bind(), 0, true, 0, Networks.NONE, 0, "", List.of(), 1, true, EdgeRig.limits());
    try (EdgeRig rig = new EdgeRig(closed)) {
      assertThat(rig.edge.listening())
          .extracting(Listening::kind)
          .containsExactly(Listening.Kind.SECURE, Listening.Kind.SIPS);
    }
  }

  @Test
  void plainSipFromAForeignNetworkIsDroppedAndCounted() throws Exception {
    EdgeSettings d = EdgeRig.settings();
    EdgeSettings other =
        new EdgeSettings(
            d.bind(),
            0,
            true,
            0,
            Networks.of(List.of("10.0.0.0/8")),
            0,
            "",
            List.of(),
            1,
            true,
            EdgeRig.limits());
    try (EdgeRig rig = new EdgeRig(other);
        DatagramSocket phone = new DatagramSocket();
        Socket tcp = rig.tcp(Listening.Kind.PLAIN_TCP)) {
      send(phone, rig, request("one"));
      assertThat(EdgeRig.readAll(tcp)).isEmpty();
      await().until(() -> rig.count(Counter.EDGE_PLAIN_REFUSED) == 2);
      assertThat(rig.frames).isEmpty();
    }
  }

  @Test
  void everyPortThatIsTakenIsNamedAndNothingStaysOpen() throws Exception {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EdgeSettings busy =
          new EdgeSettings(
              List.of("127.0.0.1"),
              first.getLocalPort(),
              true,
              second.getLocalPort(),
              Networks.of(List.of("127.0.0.0/8")),
              0,
              "",
              List.of(),
              1,
              true,
              EdgeRig.limits());
      CertificateSource broken =
          CertificateSource.pem(
              java.nio.file.Path.of("no-chain.pem"), java.nio.file.Path.of("no-key.pem"));
      Edge edge = new Edge(busy, broken, null, () -> null, new Counters(), InstantSource.system());
      assertThatThrownBy(edge::start)
          .isInstanceOfSatisfying(
              EdgeStartException.class,
              e ->
                  assertThat(e.problems())
                      .hasSize(3)
                      .anyMatch(
                          p ->
                              p.contains("127.0.0.1:" + first.getLocalPort())
                                  && p.contains("in use"))
                      .anyMatch(
                          p ->
                              p.contains("127.0.0.1:" + second.getLocalPort())
                                  && p.contains("in use"))
                      .anyMatch(p -> p.contains("certificate") && p.contains("no-key.pem")));
      assertThat(edge.listening()).isEmpty();
      // a thread that has been told to end is there for a moment more
      await().untilAsserted(() -> assertThat(ioThreads()).isEmpty());
      edge.close();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsExplained() throws Exception {
    EdgeSettings elsewhere =
        new EdgeSettings(
            List.of("192.0.2.77", "no address"),
            0,
            false,
            0,
            Networks.NONE,
            0,
            "",
            List.of(),
            1,
            true,
            EdgeRig.limits());
    CertificateSource source = TestCertificate.of("EC", "edge").source();
    Edge edge =
        new Edge(elsewhere, source, null, () -> null, new Counters(), InstantSource.system());
    assertThatThrownBy(edge::start)
        .hasMessageContaining("no address of this machine")
        .hasMessageContaining("'no address'");
  }

  @Test
  void closingFreesPortsThreadsAndConnections() throws Exception {
    EdgeRig rig = new EdgeRig(EdgeRig.settings());
    Socket phone = rig.tls(Listening.Kind.SECURE);
    write(phone, request("one"));
    rig.heard();
    int port = rig.address(Listening.Kind.SECURE).getPort();
    assertThat(rig.edge.check().ok()).isTrue();
    rig.close();
    assertThat(EdgeRig.readAll(phone)).isEmpty();
    phone.close();
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    await().untilAsserted(() -> assertThat(ioThreads()).isEmpty());
    assertThat(rig.edge.check().ok()).isFalse();
    rig.close();
  }

  @Test
  void drainingTakesNoNewConnectionAndKeepsTheOldOnes() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      InetSocketAddress address = rig.address(Listening.Kind.SECURE);
      rig.edge.drain();
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> new Socket(address.getAddress(), address.getPort()).close())
                      .isInstanceOf(java.net.ConnectException.class));
      write(phone, request("one"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("one");
    }
  }

  private static List<String> ioThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("io-") || name.startsWith("edge-"))
        .toList();
  }

  private static void send(DatagramSocket phone, EdgeRig rig, byte[] bytes) throws Exception {
    phone.send(new DatagramPacket(bytes, bytes.length, rig.address(Listening.Kind.PLAIN_UDP)));
  }

  private static DatagramPacket receive(DatagramSocket phone) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    phone.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
