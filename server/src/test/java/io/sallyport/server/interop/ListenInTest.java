package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real phones talk; an officer's phone hears both, an admin speaks to both, and it is on record.
 */
@Tag("interop")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ListenInTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(700);
  private static final Tone ANNOUNCEMENT = new Tone(1_700);
  private static final Tone CAROLS = new Tone(2_300);
  private static final Pattern CALL = Pattern.compile("n1-\\d+-[a-z2-7]{16}");

  @Test
  void anOfficersPhoneHearsBothPartiesWhoHearNothingOfIt() throws Exception {
    try (Stage stage = new Stage(getClass(), "listen")) {
      ServerProcess server = stage.server(Map.of("review.listen-needs-two", "false"));
      Account carols = server.addUser("carol");
      server.run("officer", "assign", "carol", "--everybody");
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));
      // baresip without a sound card keeps nothing of a stream that it only receives
      SdkPhone carol = stage.sdk(server, carols, CAROLS);
      Stage.talk(alice, ALICES, bob, BOBS, 2);
      String call = call(server);

      Thread answering =
          new Thread(
              () -> {
                carol.awaitIncoming();
                carol.answer();
              });
      answering.start();
      ServerProcess.Ended listen =
          server.runAs(carols, "live", "listen", call, "--reason", "case 7");
      assertThat(listen.code()).as(listen.output()).isZero();
      answering.join(10_000);

      Stage.soon("carol hearing alice", () -> ALICES.isPartOf(carol.heard(), 3), carol::log);
      Stage.soon("carol hearing bob", () -> BOBS.isPartOf(carol.heard(), 3), carol::log);
      assertThat(CAROLS.count(alice.heard())).isZero();
      assertThat(CAROLS.count(bob.heard())).isZero();

      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();
      carol.awaitEnded();
      String view = server.runAs(carols, "view", call, "--reason", "case 7").output();
      assertThat(view).contains("call.listened").contains("case 7").contains("the call ended");
    }
  }

  @Test
  void anAnnouncementIsHeardByBothPartiesOfARunningCall() throws Exception {
    try (Stage stage = new Stage(getClass(), "announce")) {
      ServerProcess server = stage.server();
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));
      Path wav = stage.directory().resolve("fire.wav").toAbsolutePath();
      ANNOUNCEMENT.sound(16_000, 3).write(wav);
      Stage.talk(alice, ALICES, bob, BOBS, 2);

      ServerProcess.Ended told =
          server.runAs(
              server.account("admin"),
              "live",
              "announce",
              call(server),
              wav.toString(),
              "--reason",
              "fire drill");

      assertThat(told.code()).as(told.output()).isZero();
      for (Baresip phone : new Baresip[] {alice, bob}) {
        assertThat(ANNOUNCEMENT.count(phone.heard())).isBetween(2.0, 3.5);
      }
      double before = BOBS.count(alice.heard());
      Stage.soon("bob again", () -> BOBS.count(alice.heard()) > before + 1, alice::log);
    }
  }

  private static String call(ServerProcess server) {
    Matcher calls = CALL.matcher(server.run("live").output());
    assertThat(calls.find()).isTrue();
    return calls.group();
  }
}
