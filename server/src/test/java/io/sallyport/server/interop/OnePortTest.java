package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All encrypted media of phones that know no ICE, and of browsers, enters and leaves the server
 * through one UDP port, as a capture of every interface shows.
 */
@Tag("interop")
@Tag("alone")
class OnePortTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);

  /** Browsers ask the local network for names there, each from this very port. */
  private static final int MULTICAST_DNS = 5353;

  @Test
  void oneUdpPortCarriesTheMediaOfSoftphonesAndOfABrowserAndNothingPassesBetweenThem()
      throws Exception {
    try (Stage stage = new Stage(getClass(), "capture")) {
      ServerProcess server = stage.server();
      Deque<Account> users = server.addUsers(4);
      Capture capture = stage.keep(Capture.start(stage.directory()));
      Account[] own = users.toArray(Account[]::new);
      Softphone caller = stage.phone(server, Party.of("LINPHONE DTLS"), own[0], CALLERS, own[1]);
      Softphone callee = stage.phone(server, Party.of("BARESIP SDES"), own[1], CALLEES, own[0]);
      Softphone sender =
          stage.phone(server, Party.of("BARESIP DTLS VIDEO"), own[2], CALLERS, own[3]);
      Softphone browser =
          stage.phone(server, Party.of("CHROMIUM DTLS ICE VIDEO"), own[3], CALLEES, own[2]);
      Stage.talk(caller, CALLERS, callee, CALLEES, 2);
      Stage.talk(sender, CALLERS, browser, CALLEES, 2);
      Map<Softphone, Set<Integer>> ports =
          List.of(caller, callee, sender, browser).stream()
              .collect(Collectors.toMap(phone -> phone, phone -> udpPorts(stage, phone)));
      Set<Integer> serverPorts = udpPorts(stage, Set.of(server.pid()));
      caller.hangUp();
      callee.awaitEnded();
      sender.hangUp();
      browser.awaitEnded();

      List<Capture.Packet> packets = capture.finish().stream().filter(Capture.Packet::udp).toList();
      assertThat(usedPorts(packets, serverPorts))
          .as("UDP ports of the server that packets passed through")
          .containsExactly(server.onePort());
      ports.forEach(
          (phone, phonePorts) ->
              assertThat(between(packets, phonePorts, Set.of(server.onePort())))
                  .as("media packets of " + phone.account().user())
                  .isGreaterThan(150));
      Set<Integer> all = new HashSet<>();
      ports.values().forEach(all::addAll);
      assertThat(between(packets, all, all)).as("packets between clients").isZero();
    }
  }

  private static Set<Integer> udpPorts(Stage stage, Softphone phone) {
    return udpPorts(stage, phone.pids());
  }

  private static Set<Integer> udpPorts(Stage stage, Set<Long> pids) {
    return Sockets.of(stage.directory(), pids).lines().stream()
        .filter(Sockets.Line::udp)
        .map(Sockets.Line::localPort)
        .filter(port -> port != MULTICAST_DNS)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> usedPorts(List<Capture.Packet> packets, Set<Integer> candidates) {
    return packets.stream()
        .flatMap(packet -> List.of(packet.from(), packet.to()).stream())
        .filter(candidates::contains)
        .collect(Collectors.toSet());
  }

  private static long between(
      List<Capture.Packet> packets, Set<Integer> some, Set<Integer> others) {
    return packets.stream()
        .filter(
            packet ->
                (some.contains(packet.from()) && others.contains(packet.to()))
                    || (others.contains(packet.from()) && some.contains(packet.to())))
        .count();
  }
}
