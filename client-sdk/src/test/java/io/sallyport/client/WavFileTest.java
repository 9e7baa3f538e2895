package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
  @TempDir Path folder;

  @Test
  void aRecordedToneReadsBackSampleBySample() throws IOException {
    Path file = folder.resolve("tone.wav");
    AudioSource tone = AudioSource.tone(440);
    AudioSink recorder = AudioSink.wav(file);
    short[] frame = new short[160];
    for (int i = 0; i < 50; i++) {
      tone.read(frame);
      recorder.write(frame);
    }
    recorder.close();
    short[] samples = WavFile.read(file);
    assertThat(samples).hasSize(8000);
    short[] expected = new short[8000];
    AudioSource.tone(440).read(expected);
    assertThat(samples).isEqualTo(expected);
  }

  @Test
  void stereoAtFortyEightKilohertzIsMixedDown() throws IOException {
    Path file = folder.resolve("stereo.wav");
    ByteBuffer wav = ByteBuffer.allocate(44 + 48_000 * 4).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(wav.capacity() - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 2);
    wav.putInt(48_000).putInt(192_000).putShort((short) 4).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(48_000 * 4);
    for (int i = 0; i < 48_000; i++) {
      short sample = (short) (10_000 * Math.sin(2 * Math.PI * 880 * i / 48_000));
      wav.putShort(sample).putShort(sample);
    }
    Files.write(file, wav.array());
    short[] samples = WavFile.read(file);
    assertThat(samples).hasSize(8000);
    assertThat(ToneDetector.dominant(samples)).isCloseTo(880, within(5.0));
  }

  @Test
  void whatIsNoWavFileIsRefusedWithItsName() throws IOException {
    Path file = folder.resolve("text.wav");
    Files.writeString(file, "not audio at all, but long enough for a header to be looked for");
    assertThatThrownBy(() -> WavFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.wav");
  }
}
