package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first promise: a client exchanges packets with the server's addresses and with nothing else.
 */
@Tag("interop")
@Tag("alone")
class OnlyTheGateTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(1000);

  @Test
  void duringACallEveryPacketOfBothClientsGoesToTheServerOrComesFromIt() throws Exception {
    try (Stage stage = new Stage(getClass(), "capture")) {
      ServerProcess server = stage.server();
      Capture capture = stage.keep(Capture.start(stage.directory()));
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Linphone bob = stage.linphone(server, server.account("bob"), BOBS);
      Stage.talk(alice, ALICES, bob, BOBS, 3);
      Set<Long> clients = new HashSet<>(alice.pids());
      clients.addAll(bob.pids());
      Sockets own = Sockets.of(stage.directory(), Set.of(ProcessHandle.current().pid()));
      Set<Integer> theirs = Sockets.of(stage.directory(), clients).without(own).talking();
      alice.hangUp();
      bob.awaitEnded();

      List<Capture.Packet> packets = capture.finish();
      for (Softphone client : List.of(alice, bob)) {
        long media =
            packets.stream()
                .filter(packet -> packet.udp() && packet.peerOf(client.mediaPorts()) > 0)
                .count();
        assertThat(media).as("media packets of " + client.account().user()).isGreaterThan(100);
      }
      assertThat(theirs).as("ports of both clients").hasSizeGreaterThanOrEqualTo(4);
      assertThat(strangers(server, packets, theirs))
          .as("ports that clients exchanged packets with, beside the server's")
          .isEmpty();
      assertThat(alice.log())
          .as("what bob's side told")
          .doesNotContain("m=audio " + bob.mediaPorts().first());
    }
  }

  private static boolean isServers(ServerProcess server, int port) {
    return port == server.sipsPort() || port == server.port() || server.mediaPorts().contains(port);
  }

  private static Set<Integer> strangers(
      ServerProcess server, List<Capture.Packet> packets, Set<Integer> clients) {
    Set<Integer> strangers = new TreeSet<>();
    for (Capture.Packet packet : packets) {
      if (clients.contains(packet.from()) && !isServers(server, packet.to())) {
        strangers.add(packet.to());
      }
      if (clients.contains(packet.to()) && !isServers(server, packet.from())) {
        strangers.add(packet.from());
      }
    }
    return strangers;
  }
}
