package io.sallyport.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.observe.Counter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is turned away before anything of theirs is read (threats, rows 12 and 13). */
@Timeout(30)
class DoorkeeperTest {

  @ParameterizedTest
  @EnumSource(
      value = Listening.Kind.class,
      names = {"SECURE", "SIPS", "PLAIN_TCP"})
  void aConnectionOfWhoIsTurnedAwayIsClosedAtOnce(Listening.Kind kind) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      rig.edge.keptBy((source, datagram) -> !datagram && source.isLoopbackAddress());
      try (Socket socket = rig.tcp(kind)) {
        assertThat(EdgeRig.readAll(socket)).isEmpty();
      }
      assertThat(rig.count(Counter.EDGE_CONNECTIONS_ACCEPTED)).isZero();
      assertThat(rig.edge.connections()).isZero();
    }
  }

  @Test
  void datagramsOfWhoIsTurnedAwayAreNotEvenParsed() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        DatagramSocket evil = new DatagramSocket(0, InetAddress.getByName("127.0.0.66"));
        DatagramSocket good = new DatagramSocket(0, InetAddress.getByName("127.0.0.7"))) {
      InetAddress shut = evil.getLocalAddress();
      rig.edge.keptBy((source, datagram) -> datagram && source.equals(shut));
      send(evil, rig, EdgeRig.bytes("rubbish"));
      send(evil, rig, EdgeRig.request("evil"));
      send(good, rig, EdgeRig.request("good"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("good");
      assertThat(rig.faults).isEmpty();
    }
  }

  @Test
  void aBlockEndsTheConnectionsOfItsNetworkOnWhichNobodyHasLoggedIn() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket stranger = rig.tcp(Listening.Kind.PLAIN_TCP);
        Socket user = rig.tcp(Listening.Kind.PLAIN_TCP);
        Socket elsewhere = from("127.0.0.9", rig)) {
      EdgeRig.write(stranger, EdgeRig.request("stranger"));
      rig.heard();
      EdgeRig.write(elsewhere, EdgeRig.request("elsewhere"));
      rig.heard();
      EdgeRig.write(user, EdgeRig.request("user"));
      rig.heard().flow().proven();
      PeerNetwork here = PeerNetwork.of(InetAddress.getByName("127.0.0.1"));
      rig.edge.closeAll(here, false);
      assertThat(EdgeRig.readAll(stranger)).isEmpty();
      rig.closedFlow();
      EdgeRig.write(user, EdgeRig.request("still"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("still");
      EdgeRig.write(elsewhere, EdgeRig.request("there"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("there");
      rig.edge.closeAll(here, true);
      assertThat(EdgeRig.readAll(user)).isEmpty();
      rig.closedFlow();
      assertThat(rig.closed.poll(50, TimeUnit.MILLISECONDS)).isNull();
      assertThat(rig.count(Counter.GUARD_CONNECTIONS_CLOSED)).isEqualTo(2);
    }
  }

  private static Socket from(String address, EdgeRig rig) throws Exception {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(rig.address(Listening.Kind.PLAIN_TCP), 5_000);
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static void send(DatagramSocket socket, EdgeRig rig, byte[] bytes) throws Exception {
    socket.send(new DatagramPacket(bytes, bytes.length, rig.address(Listening.Kind.PLAIN_UDP)));
  }
}
