package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToneTest {
  @TempDir Path directory;

  @Test
  void aToneIsRecognisedAtEveryRate() throws IOException {
    for (int rate : new int[] {8000, 16_000, 48_000}) {
      Path file = directory.resolve(rate + ".wav");
      new Tone(440).sound(rate, 2).write(file);
      assertThat(new Tone(440).isHeardIn(WavFile.read(file), 1.9)).isTrue();
      assertThat(new Tone(880).isHeardIn(WavFile.read(file), 0.1)).isFalse();
    }
  }

  @Test
  void silenceIsNoToneAndAShortToneIsNotLongEnough() {
    WavFile silence = new WavFile(8000, new short[16_000]);
    assertThat(Tone.frequencies(silence)).containsOnly(0);
    assertThat(new Tone(440).isHeardIn(new Tone(440).sound(8000, 1), 2)).isFalse();
  }

  @Test
  void aMixOfTwoVoicesIsNeither() {
    short[] mixed = Arrays.copyOf(new Tone(440).sound(8000, 1).samples(), 16_000);
    System.arraycopy(new Tone(880).sound(8000, 1).samples(), 0, mixed, 8000, 8000);
    WavFile both = new WavFile(8000, mixed);
    assertThat(new Tone(440).isHeardIn(both, 0.5)).isFalse();
    assertThat(new Tone(880).isHeardIn(both, 0.5)).isFalse();
  }

  @Test
  void aFileThatIsStillBeingWrittenIsReadAsFarAsItGoes() throws IOException {
    Path file = directory.resolve("growing.wav");
    new Tone(550).sound(16_000, 2).write(file);
    byte[] whole = Files.readAllBytes(file);
    // A recorder that has not closed its file leaves the lengths in the header at zero.
    Arrays.fill(whole, 40, 44, (byte) 0);
    Files.write(file, Arrays.copyOf(whole, whole.length - 16_000));
    assertThat(WavFile.read(file).seconds()).isEqualTo(1.5);
    assertThat(new Tone(550).isHeardIn(WavFile.read(file), 1.4)).isTrue();
  }
}
