package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients behind a NAT router that gives every flow a port of its own choice, and chooses anew in
 * the middle of a call: sound goes on within a second, both ways.
 */
@Tag("interop")
@Tag("alone")
class NatTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);
  private static final Duration AT_MOST = Duration.ofSeconds(1);

  private static Stage installation;
  private static NatBox nat;
  private static ServerProcess server;

  @BeforeAll
  static void startServerBehindTheRouter() {
    installation = new Stage(NatTest.class, "server");
    nat = installation.keep(NatBox.open(installation.directory()));
    server = installation.server(Map.of("tls.names", "[" + nat.serverAddress() + "]"), nat.place());
  }

  @AfterAll
  static void removeAll() throws Exception {
    installation.close();
  }

  @Test
  void withKeysInSdpBothSidesGoOnAfterARebinding() throws Exception {
    try (Stage stage = new Stage(getClass(), "sdes")) {
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Baresip caller = stage.baresip(server, alice, CALLERS, bob);
      SdkPhone callee = stage.sdk(server, bob, CALLEES);
      Stage.talk(caller, CALLERS, callee, CALLEES, 2);
      surviveRebinding(
          caller,
          callee,
          new Continuity()
              .of("baresip", caller::packetsReceived)
              .of("our phone", () -> callee.audio().packetsReceived()));
    }
  }

  @Test
  void aBrowserAndASoftphoneWithDtlsGoOnAfterARebinding() throws Exception {
    try (Stage stage = new Stage(getClass(), "dtls")) {
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Baresip caller =
          stage.baresip(server, alice, CALLERS, MediaChoice.of(MediaChoice.Keying.DTLS), bob);
      Chromium callee = stage.chromium(server, bob, CALLEES, false);
      Stage.talk(caller, CALLERS, callee, CALLEES, 2);
      surviveRebinding(
          caller,
          callee,
          new Continuity()
              .of("baresip", caller::packetsReceived)
              .of("the browser", () -> callee.figures().audio().received()));
    }
  }

  /** Twice, so that a move is not the one that a call is granted. */
  private static void surviveRebinding(Softphone caller, Softphone callee, Continuity continuity) {
    for (int round = 1; round <= 2; round++) {
      double atCaller = CALLEES.secondsIn(caller.heard());
      double atCallee = CALLERS.secondsIn(callee.heard());
      nat.rebind();
      assertThat(continuity.longestGaps(Duration.ofSeconds(4)))
          .as("longest silence after rebinding " + round)
          .allSatisfy((who, gap) -> assertThat(gap).as(who).isLessThan(AT_MOST));
      Stage.soon("the caller hearing on", () -> caller.hears(CALLEES, atCaller + 2), caller::log);
      Stage.soon("the callee hearing on", () -> callee.hears(CALLERS, atCallee + 2), callee::log);
    }
    caller.hangUp();
    callee.awaitEnded();
  }
}
