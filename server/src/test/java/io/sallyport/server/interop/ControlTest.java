package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules and live control, as people with real softphones meet them. */
@Tag("interop")
class ControlTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(1000);
  private static final String WORDS = "Compliance forbids this";
  private static final String WALL =
      """
      walls:
        - name: research and trading
          between: [research, trading]
          kinds: [%s]
          words: %s
      """;

  @Test
  void aWallStopsCallAndChatWithTheReasonOnTheScreen() throws Exception {
    try (Stage stage = new Stage(getClass(), "wall")) {
      ServerProcess server = stage.server();
      divide(server);
      apply(server, WALL.formatted("chat, audio, video, screen, file", WORDS));
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Baresip one = stage.baresip(server, alice, ALICES, bob);
      Baresip other = stage.baresip(server, bob, BOBS, alice);
      one.call(bob);
      one.awaitEnded();
      assertThat(one.lastEnd()).as(one.log()).contains("403").contains(WORDS);
      one.send(bob, "psst");
      Stage.soon(
          "the reason of the chat line",
          () -> one.log().contains("MESSAGE") && one.log().split("403 " + WORDS, -1).length > 2,
          one::log);
      assertThat(other.log()).doesNotContain("INVITE sip:").doesNotContain("psst");
      assertThat(server.run("verify").code()).isZero();
    }
  }

  @Test
  void aWallThatIsAddedInMidCallTakesTheVideoAndLetsNoneBackIn() throws Exception {
    try (Stage stage = new Stage(getClass(), "video")) {
      ServerProcess server = stage.server();
      divide(server);
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      MediaChoice video = Party.of("BARESIP SDES VIDEO").media();
      Baresip one = stage.baresip(server, alice, ALICES, video, bob);
      Baresip other = stage.baresip(server, bob, BOBS, video, alice);
      Stage.talk(one, ALICES, other, BOBS, 1);
      Stage.soon("pictures", () -> other.framesShown() > 5, other::videoFigures);

      apply(server, WALL.formatted("video, screen", WORDS));
      Stage.soon(
          "both phones without video",
          () -> one.log().contains("m=video 0 ") && other.log().contains("m=video 0 "),
          other::log);
      Stage.letPass(Duration.ofSeconds(1));
      long shown = other.framesShown();

      one.upgradeToVideo();
      Stage.soon(
          "the reason on the phone", () -> one.log().contains("SIP/2.0 403 " + WORDS), one::log);
      Stage.letPass(Duration.ofSeconds(3));
      assertThat(other.framesShown()).as(other.videoFigures()).isLessThanOrEqualTo(shown);
      ServerProcess.Ended live = server.run("live");
      assertThat(live.output()).contains("talking").contains("audio").doesNotContain("video");
      one.hangUp();
      other.awaitEnded();
    }
  }

  @Test
  void anAdministratorEndsALiveCallAndBothPhonesStop() throws Exception {
    try (Stage stage = new Stage(getClass(), "end")) {
      ServerProcess server = stage.server(Map.of());
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Baresip one = stage.baresip(server, alice, ALICES, bob);
      Baresip other = stage.baresip(server, bob, BOBS, alice);
      Stage.talk(one, ALICES, other, BOBS, 1);
      assertThat(server.run("live").output()).contains("talking").contains("alice");
      ServerProcess.Ended ended =
          server.runAs(
              server.account("admin"), "live", "end", "--user", "bob", "--reason", "case 7");
      assertThat(ended.output()).contains("1 call ended");
      one.awaitEnded();
      other.awaitEnded();
      assertThat(one.log()).contains("Ended by an administrator: case 7");
      assertThat(other.log()).contains("Ended by an administrator: case 7");
      assertThat(server.run("live").output()).doesNotContain("talking");
    }
  }

  private static void divide(ServerProcess server) {
    for (List<String> each : List.of(List.of("research", "alice"), List.of("trading", "bob"))) {
      ServerProcess.Ended added = server.run("group", "add", each.get(0), each.get(1));
      assertThat(added.code()).as(added.output()).isZero();
    }
  }

  private static void apply(ServerProcess server, String rules) throws IOException {
    Path file = server.directory().resolve("rules.yaml");
    Files.writeString(file, rules);
    ServerProcess.Ended applied =
        server.runAs(
            server.account("admin"),
            "policy",
            "apply",
            file.toAbsolutePath().toString(),
            "--reason",
            "test");
    assertThat(applied.code()).as(applied.output()).isZero();
  }
}
