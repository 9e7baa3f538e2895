package io.sallyport.server.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.path.PayloadFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsTest {
  @TempDir private Path folder;

  @Test
  void theServerBringsAnnouncementsInTwoLanguagesAndFallsBackToTheNearest() throws Exception {
    Prompts prompts = started("");

    assertThat(prompts.find("notice", "de").orElseThrow()).hasToString("notice.de");
    assertThat(prompts.find("consent", "de-AT").orElseThrow()).hasToString("consent.de");
    assertThat(prompts.find("notice", "fr").orElseThrow()).hasToString("notice.en");
    assertThat(prompts.find("notice", "").orElseThrow()).hasToString("notice.en");
    assertThat(prompts.find("beep", "fr").orElseThrow().sha256()).hasSize(64);
    assertThat(prompts.find("nothing", "en")).isEmpty();
  }

  @Test
  void aFileInTheFolderTakesTheDefaultsPlace() throws Exception {
    Files.write(folder.resolve("notice.en.wav"), wav(8_000, 1, 16, 400));
    Files.write(folder.resolve("lunch.en.wav"), wav(48_000, 1, 16, 4_000));
    Prompts prompts = started(folder.toString());

    assertThat(prompts.find("notice", "en").orElseThrow().samples()).hasSize(400);
    assertThat(prompts.find("lunch", "en").orElseThrow().sampleRate()).isEqualTo(48_000);
  }

  @Test
  void aFileThatCannotBePlayedKeepsTheServerFromStartingAndIsNamed() throws Exception {
    Files.write(folder.resolve("notice.en.wav"), wav(8_000, 2, 16, 400));
    assertThatThrownBy(() -> started(folder.toString()))
        .hasMessageContaining("notice.en.wav")
        .hasMessageContaining("one channel");

    Files.write(folder.resolve("notice.en.wav"), new byte[3]);
    assertThatThrownBy(() -> started(folder.toString())).hasMessageContaining("no WAV file");
    assertThatThrownBy(() -> started(folder + "/nowhere")).hasMessageContaining("no folder");
  }

  @Test
  void aPromptIsEncodedOnceForEachCodec() throws Exception {
    Prompts prompts = started("");
    ManualLoop loop = new ManualLoop("shard");
    Prompt notice = prompts.find("notice", "en").orElseThrow();
    PayloadFormat opus = new PayloadFormat(111, "opus", 48_000, 2, "");

    Phrase first = encoded(prompts, notice, opus, loop);
    assertThat(first.millis()).isBetween(1_000L, 3_000L);
    assertThat(encoded(prompts, notice, opus, loop)).isSameAs(first);
    PayloadFormat unknown = new PayloadFormat(18, "G729", 8_000, 1, "");
    assertThat(Prompts.speaks(List.of(unknown, opus))).isTrue();
    assertThat(Prompts.speaks(List.of(unknown))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, 'Signal=5\r\nDuration=160\r\n', 5",
    "application/dtmf-relay, 'Signal= #', #",
    "Application/DTMF-Relay;x=y, 'Duration=160\r\nSignal = 11\r\n', #",
    "application/dtmf, 1, 1",
    "application/dtmf, ' * ', *",
    "application/dtmf, 12, ",
    "application/dtmf-relay, 'NoSignal=5', ",
    "text/plain, 1, "
  })
  void theDigitOfAnInfoIsFound(String type, String body, Character digit) {
    assertThat(InfoDigits.of(type, body.getBytes(StandardCharsets.UTF_8)).stream().boxed().toList())
        .isEqualTo(digit == null ? List.of() : List.of((int) digit));
  }

  @Test
  void aLongInfoIsNoDigit() {
    assertThat(InfoDigits.of("application/dtmf", new byte[300])).isEmpty();
  }

  private static Phrase encoded(
      Prompts prompts, Prompt prompt, PayloadFormat format, ManualLoop loop) {
    AtomicReference<Phrase> made = new AtomicReference<>();
    prompts.encode(prompt, List.of(format), loop, phrase -> made.set(phrase.orElseThrow()));
    await()
        .until(
            () -> {
              loop.run();
              return made.get() != null;
            });
    return made.get();
  }

  private static Prompts started(String folder) throws Exception {
    PromptSettings usual = PromptSettings.defaults();
    Prompts prompts =
        new Prompts(
            new PromptSettings(
                folder,
                "en",
                usual.play(),
                usual.consent(),
                usual.refused(),
                usual.beepEvery(),
                "1",
                "2",
                usual.consentTimeout(),
                1,
                false));
    prompts.start();
    return prompts;
  }

  private static byte[] wav(int rate, int channels, int bits, int samples) {
    java.nio.ByteBuffer file =
        java.nio.ByteBuffer.allocate(44 + 2 * samples).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    file.putShort((short) channels).putInt(rate).putInt(2 * rate).putShort((short) 2);
    file.putShort((short) bits);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    return file.array();
  }
}
