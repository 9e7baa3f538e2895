package io.sallyport.server.e2e;

import static io.sallyport.server.e2e.Gate.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.Srtp;
import io.sallyport.client.Transport;
import io.sallyport.server.e2e.Gate.Station;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChatTest {
  @TempDir static Path data;
  private static Gate gate;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open(data, 21_400);
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
  void aLineReachesTheOtherAsItWasWritten(Transport transport) throws Exception {
    Station alice = gate.station("alice", transport);
    Station bob = gate.station("bob", Transport.TLS);
    List<String> lines = listening(bob);
    assertThat(soon(alice.phone().message("bob", "Grüße, 你好 😀")).delivered()).isTrue();
    Awaitility.await().until(() -> lines.contains("Grüße, 你好 😀"));
  }

  @Test
  void everyDeviceOfTheOtherGetsTheLine() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    List<List<String>> devices = new ArrayList<>();
    for (Transport transport : List.of(Transport.TLS, Transport.WSS, Transport.TCP)) {
      devices.add(listening(gate.station("bob", transport)));
    }
    soon(alice.phone().message("bob", "to all"));
    devices.forEach(lines -> Awaitility.await().until(() -> lines.contains("to all")));
  }

  @Test
  void linesForSomebodyAwayAreKeptAndComeInOrder() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    Station carol = gate.quiet("carol", Transport.TLS, Srtp.REQUIRED);
    List<String> lines = listening(carol);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      sent.add("line " + i);
      assertThat(soon(alice.phone().message("carol", "line " + i)).kept()).isTrue();
    }
    soon(carol.phone().register());
    Awaitility.await().until(() -> lines.size() >= 10);
    assertThat(lines).isEqualTo(sent);
  }

  @Test
  void tooLongAndUnknownTypesAreRefusedWithTheirStatus() throws Exception {
    Station alice = gate.station("alice", Transport.TLS);
    gate.station("bob", Transport.TLS);
    assertThat(soon(alice.phone().message("bob", "x".repeat(20_000))).status()).isEqualTo(413);
    byte[] body = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(soon(alice.phone().message("bob", "application/octet-stream", body)).status())
        .isEqualTo(415);
    assertThat(soon(alice.phone().message("nobody", "x")).status()).isEqualTo(404);
  }

  private static List<String> listening(Station station) {
    List<String> lines = new CopyOnWriteArrayList<>();
    station.phone().onMessage(message -> lines.add(message.text()));
    return lines;
  }
}
