package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A running call's packets in a file that the usual tools open, by a command of the jar. */
@Tag("interop")
class CallCaptureTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);

  @Test
  void theCommandWritesTheClearPacketsOfBothSides() throws Exception {
    try (Stage stage = new Stage(getClass(), "capture")) {
      ServerProcess server = stage.server(Map.of("media.allow-capture", "true"));
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      SdkPhone caller = stage.sdk(server, alice, CALLERS);
      SdkPhone callee = stage.sdk(server, bob, CALLEES);
      Stage.talk(caller, CALLERS, callee, CALLEES, 1);

      String listed = server.run("calls", "--json").output().lines().findFirst().orElseThrow();
      String call = new ObjectMapper().readTree(listed).path("call").asText();
      Path file = stage.directory().resolve("call.pcapng");
      ServerProcess.Ended ended =
          server.run("capture", call, "-o", file.toString(), "--seconds", "3");
      assertThat(ended.code()).as(ended.output()).isZero();
      assertThat(ended.output()).contains(" 0 lost; the time is over");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");

      Map<String, Long> bySource =
          read(stage, file)
              .filter(line -> line.contains("udp/rtp"))
              .collect(Collectors.groupingBy(line -> line.split(" ")[2], Collectors.counting()));
      assertThat(bySource).hasSize(2);
      assertThat(bySource.values()).allMatch(packets -> packets > 120 && packets < 170);
      ServerProcess.Ended again =
          server.run("capture", call, "-o", file.toString(), "--seconds", "3");
      assertThat(again.code()).as(again.output()).isEqualTo(1);
      caller.hangUp();
      callee.awaitEnded();
    }
  }

  private static Stream<String> read(Stage stage, Path file) {
    List<String> command = List.of("tcpdump", "-n", "-T", "rtp", "-r", file.toString());
    try (Subprocess tcpdump =
        Subprocess.start(stage.directory(), "tcpdump.log", Map.of(), command)) {
      assertThat(tcpdump.exit(Duration.ofSeconds(10))).as(tcpdump.output()).isZero();
      return tcpdump.output().lines();
    }
  }
}
