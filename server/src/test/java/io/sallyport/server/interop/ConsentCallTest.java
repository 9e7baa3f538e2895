package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real phones hear that they are recorded, are asked, and what they answer is what happens. */
@Tag("interop")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ConsentCallTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(700);
  // in place of a voice, because a tone can be recognised
  private static final Tone NOTICE = new Tone(1_100);
  private static final Tone QUESTION = new Tone(1_700);
  private static final Tone BEEP = new Tone(1_400);
  private static final Pattern CALL = Pattern.compile("n1-\\d+-[a-z2-7]{16}");

  @Test
  void bothPhonesHearTheAnnouncementBeforeEachOtherAndBeepsAfterIt() throws Exception {
    try (Stage stage = new Stage(getClass(), "notice")) {
      ServerProcess server = server(stage, Map.of("play", "both", "beep-every", "5s"));
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));

      call(alice, bob);
      Stage.letPass(Duration.ofSeconds(10));

      for (Baresip phone : new Baresip[] {alice, bob}) {
        Tone other = phone == alice ? BOBS : ALICES;
        WavFile heard = phone.heard();
        assertThat(NOTICE.count(heard)).as(phone.account().user()).isBetween(1.5, 2.3);
        assertThat(other.count(heard)).as(phone.account().user()).isGreaterThan(4);
        assertThat(BEEP.count(heard)).as("beep at " + phone.account().user()).isBetween(0.1, 0.6);
        assertThat(first(NOTICE, heard)).isLessThan(first(other, heard));
      }
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();
      Stage.soon("the recording", () -> !recording(server).isEmpty(), server::output);
      assertThat(server.run("completeness").output()).contains("1 complete");
      Path file = stage.directory().resolve("played.wav").toAbsolutePath();
      server.run("recording", "play", recording(server), "-o", file.toString());
      assertThat(NOTICE.count(WavFile.read(file))).as("in the recording").isGreaterThan(1);
    }
  }

  @Test
  void theDigitStartsTheRecordingAndLetsTheMediaFlow() throws Exception {
    try (Stage stage = new Stage(getClass(), "consent")) {
      ServerProcess server = server(stage, Map.of("consent", "callee"));
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));

      call(alice, bob);
      Stage.soon("the question", () -> QUESTION.count(bob.heard()) > 1, bob::log);
      Stage.letPass(Duration.ofSeconds(2));
      assertThat(ALICES.count(bob.heard())).isZero();
      assertThat(BOBS.count(alice.heard())).isZero();
      assertThat(recording(server)).isEmpty();

      bob.press("1");
      Stage.soon("bob hearing alice", () -> ALICES.count(bob.heard()) > 3, bob::log);
      Stage.soon("alice hearing bob", () -> BOBS.count(alice.heard()) > 3, alice::log);
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();

      Stage.soon("the recording", () -> !recording(server).isEmpty(), server::output);
      assertThat(server.run("completeness").output()).contains("1 complete");
      Path file = stage.directory().resolve("played.wav").toAbsolutePath();
      server.run("recording", "play", recording(server), "-o", file.toString());
      WavFile played = WavFile.read(file);
      assertThat(QUESTION.count(played)).as("what was before consent").isZero();
      assertThat(played.seconds()).isLessThan(bob.heard().seconds() - 1.5);
    }
  }

  @Test
  void aRefusalEndsTheCallAtBothPhones() throws Exception {
    try (Stage stage = new Stage(getClass(), "refusal")) {
      ServerProcess server = server(stage, Map.of("consent", "both"));
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));

      call(alice, bob);
      alice.press("1");
      bob.press("2");
      alice.awaitEnded();
      bob.awaitEnded();

      assertThat(alice.log()).contains("not agreed to");
      assertThat(recording(server)).isEmpty();
      assertThat(server.run("completeness").output()).contains("1 not wanted");
    }
  }

  @Test
  void whereASettingSaysSoTheCallGoesOnUnrecorded() throws Exception {
    try (Stage stage = new Stage(getClass(), "unrecorded")) {
      ServerProcess server = server(stage, Map.of("consent", "caller", "refused", "unrecorded"));
      Baresip alice = stage.baresip(server, server.account("alice"), ALICES, server.account("bob"));
      Baresip bob = stage.baresip(server, server.account("bob"), BOBS, server.account("alice"));

      call(alice, bob);
      Stage.letPass(Duration.ofSeconds(1));
      alice.press("2");
      Stage.soon("alice hearing bob", () -> BOBS.count(alice.heard()) > 2, alice::log);
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();

      assertThat(recording(server)).isEmpty();
      ServerProcess.Ended report = server.run("completeness");
      assertThat(report.output()).contains("0 missing").contains("1 not wanted");
      assertThat(report.code()).as(report.output()).isZero();
    }
  }

  private static void call(Baresip alice, Baresip bob) {
    alice.call(bob.account());
    bob.awaitIncoming();
    bob.answer();
    alice.awaitTalking();
    bob.awaitTalking();
  }

  private static ServerProcess server(Stage stage, Map<String, String> prompt) throws Exception {
    Path folder = stage.directory().resolve("prompts").toAbsolutePath();
    NOTICE.sound(16_000, 2).write(folder.resolve("notice.en.wav"));
    QUESTION.sound(16_000, 3).write(folder.resolve("consent.en.wav"));
    Map<String, String> settings = new HashMap<>();
    settings.put("policy.record", "[audio]");
    settings.put("prompt.folder", folder.toString());
    prompt.forEach((key, value) -> settings.put("prompt." + key, value));
    return stage.server(settings);
  }

  /** The id of the only recorded call; empty for none. */
  private static String recording(ServerProcess server) {
    Matcher calls = CALL.matcher(server.run("recording", "list").output());
    return calls.find() ? calls.group() : "";
  }

  private static int first(Tone tone, WavFile heard) {
    return Tone.frequencies(heard)
        .indexOf(Tone.frequencies(heard).stream().filter(tone::matches).findFirst().orElseThrow());
  }
}
