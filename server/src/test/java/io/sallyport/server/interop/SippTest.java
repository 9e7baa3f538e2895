package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A third party's idea of SIP, strict about what comes in which order, on plain UDP and TCP. */
@Tag("interop")
@Isolated("on a busy machine its calls last longer, and meet the limit of calls at once")
class SippTest {
  private static final int CALLS = 40;
  private static final String LOOPBACK = "[127.0.0.0/8]";

  @ParameterizedTest
  @EnumSource(Sipp.Over.class)
  void everyCallOfAScriptedCallerIsAnsweredAndEndsAsWritten(Sipp.Over over) throws Exception {
    try (Stage stage = new Stage(getClass(), over.name())) {
      int plain = Ports.one();
      ServerProcess server =
          stage.server(
              Map.of(
                  "edge.plain-sip-networks", LOOPBACK,
                  "edge.plain-sip-port", Integer.toString(plain),
                  "media.plain-rtp-networks", LOOPBACK));
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Sipp callee = stage.keep(Sipp.callee(stage.directory().resolve("callee"), plain, over, bob));
      callee.awaitMessage("SIP/2.0 200 OK");
      Sipp caller =
          stage.keep(
              Sipp.caller(stage.directory().resolve("caller"), plain, over, alice, bob, CALLS, 20));
      assertThat(caller.exit()).as(caller.complaints()).isZero();
      ServerProcess.Ended calls = server.run("calls", "--json", "--limit", "1000");
      assertThat(calls.output().lines().filter(line -> line.contains("\"answered\":")).count())
          .as(calls.output())
          .isEqualTo(CALLS);
      assertThat(server.run("verify").code()).isZero();
    }
  }
}
