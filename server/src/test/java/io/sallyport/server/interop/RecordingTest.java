package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real phones talk with recording on; the server is killed in mid-call; both recordings are whole
 * as far as they went, are heard, and the gap is on record.
 */
@Tag("interop")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RecordingTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(700);
  private static final Pattern CALL = Pattern.compile("n1-\\d+-[a-z2-7]{16}");

  @Test
  void twoCallsAreHeardFromTheirRecordingsThoughTheServerWasKilledInTheSecond() throws Exception {
    try (Stage stage = new Stage(getClass(), "kill")) {
      ServerProcess server = stage.server(Map.of("policy.record", "[audio, video]"));
      Account alices = server.account("alice");
      Account bobs = server.account("bob");
      Baresip alice = stage.baresip(server, alices, ALICES, bobs);
      Baresip bob = stage.baresip(server, bobs, BOBS, alices);

      Stage.talk(alice, ALICES, bob, BOBS, 5);
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();
      Stage.soon("the first recording", () -> !recordings(server).isEmpty(), server::output);
      assertThat(server.run("completeness").output()).contains("1 complete");

      Stage.talk(alice, ALICES, bob, BOBS, 10);
      Stage.letPass(Duration.ofSeconds(3));
      server.kill();
      server.start();
      Stage.soon("the second recording", () -> recordings(server).size() == 2, server::output);

      List<String> calls = recordings(server);
      for (String call : calls) {
        ServerProcess.Ended info = server.run("recording", "info", call);
        assertThat(info.output()).contains("complete").contains("caller").contains("callee");
        assertThat(info.code()).isZero();
        heard(server, call, stage.directory());
      }
      assertThat(server.run("recording", "info", calls.get(0)).output()).doesNotContain("gap");
      assertThat(server.run("recording", "info", calls.get(1)).output()).contains("killed");
      ServerProcess.Ended report = server.run("completeness");
      assertThat(report.output()).contains("1 incomplete").contains("stopped in mid-call");
      assertThat(report.code()).isEqualTo(1);
      ServerProcess.Ended verify = server.run("verify");
      assertThat(verify.code()).as(verify.output()).isZero();
      assertThat(verify.output()).contains("OK: 2 recordings");
      aFlippedBitIsNamed(server, calls.get(0));
    }
  }

  /** Of a server that is running, by its own command. */
  private static void aFlippedBitIsNamed(ServerProcess server, String call) throws IOException {
    String shelf = call.replace("-", "").substring(call.replace("-", "").length() - 1) + "r";
    Path file = server.data().resolve("objects").resolve(shelf).resolve(call + "-r.so");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    ServerProcess.Ended verify = server.run("verify");
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.output()).contains("BAD: objects/" + shelf + "/" + call + "-r.so, offset ");
    assertThat(server.run("verify", "--without-recordings").code()).isZero();
  }

  @Test
  void aCallThatIsHeldAndResumedIsOneRecordingThatKeepsThePause() throws Exception {
    try (Stage stage = new Stage(getClass(), "held")) {
      ServerProcess server = stage.server(Map.of("policy.record", "[audio, video]"));
      Account alices = server.account("alice");
      Account bobs = server.account("bob");
      Baresip alice = stage.baresip(server, alices, ALICES, bobs);
      Baresip bob = stage.baresip(server, bobs, BOBS, alices);

      Stage.talk(alice, ALICES, bob, BOBS, 5);
      alice.hold();
      Stage.letPass(Duration.ofSeconds(3));
      alice.resume();
      Stage.letPass(Duration.ofSeconds(5));
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();
      Stage.soon("the recording", () -> !recordings(server).isEmpty(), server::output);

      List<String> made = recordings(server);
      assertThat(made).hasSize(1);
      String call = made.get(0);
      assertThat(server.run("recording", "info", call).output())
          .contains("complete")
          .doesNotContain("gap");
      assertThat(server.run("completeness").output()).contains("1 complete");
      heard(server, call, stage.directory());
      WavFile alicesSide = channel(stage.directory().resolve(call + ".wav"), 0);
      double tone = ALICES.secondsIn(alicesSide);
      double length = alicesSide.samples().length / (double) alicesSide.rate();
      assertThat(length).as("length with the pause").isGreaterThan(12);
      assertThat(tone).as("alice before and after the hold").isGreaterThan(8);
      assertThat(length - tone).as("the pause").isGreaterThan(2);
      ServerProcess.Ended verify = server.run("verify");
      assertThat(verify.output()).contains("OK: 1 recordings");
      assertThat(verify.code()).isZero();
    }
  }

  private static List<String> recordings(ServerProcess server) {
    Matcher calls = CALL.matcher(server.run("recording", "list").output());
    return calls.results().map(result -> result.group()).toList();
  }

  private static void heard(ServerProcess server, String call, Path directory) throws IOException {
    Path stereo = directory.resolve(call + ".wav").toAbsolutePath();
    ServerProcess.Ended played = server.run("recording", "play", call, "-o", stereo.toString());
    assertThat(played.code()).as(played.output()).isZero();
    assertThat(ALICES.secondsIn(channel(stereo, 0))).as("alice in %s", call).isGreaterThan(4);
    assertThat(BOBS.secondsIn(channel(stereo, 1))).as("bob in %s", call).isGreaterThan(4);
  }

  /** One channel of a stereo file of 16 bits, 16 kHz, behind its usual header. */
  private static WavFile channel(Path file, int channel) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    short[] samples = new short[(bytes.length - 44) / 4];
    for (int i = 0; i < samples.length; i++) {
      int at = 44 + 4 * i + 2 * channel;
      samples[i] = (short) (bytes[at] & 0xff | bytes[at + 1] << 8);
    }
    return new WavFile(16_000, samples);
  }
}
