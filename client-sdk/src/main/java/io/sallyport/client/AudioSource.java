package io.sallyport.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the audio that a phone sends comes from: one channel, 8 000 samples a second, 16 bits,
 * asked for 20 ms at a time. A source keeps its place and so serves one call.
 */
public interface AudioSource {
  /** Samples a second of every source and sink. */
  int SAMPLE_RATE = 8000;

  /** Samples in 20 ms. */
  int FRAME_SAMPLES = 160;

  /** Fills the frame. Called on the phone's loop every 20 ms: must not block. */
  void read(short[] frame);

  /** A sine of that frequency at half of full scale. */
  static AudioSource tone(double hertz) {
    if (!(hertz > 0 && hertz < SAMPLE_RATE / 2.0)) {
      throw new IllegalArgumentException("a tone needs a frequency between 0 and 4000 Hz");
    }
    return new AudioSource() {
      private long sample;

      @Override
      public void read(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
          frame[i] = (short) (16_384 * Math.sin(2 * Math.PI * hertz * sample++ / SAMPLE_RATE));
        }
      }
    };
  }

  /** Nothing audible. */
  static AudioSource silence() {
    return frame -> Arrays.fill(frame, (short) 0);
  }

  /** A PCM WAV file of any rate, 8 or 16 bits, its channels mixed; over and over. */
  static AudioSource wav(Path file) throws IOException {
    return samples(WavFile.read(file));
  }

  /** These samples, over and over. */
  static AudioSource samples(short[] samples) {
    if (samples.length == 0) {
      return silence();
    }
    short[] own = samples.clone();
    return new AudioSource() {
      private int next;

      @Override
      public void read(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
          frame[i] = own[next];
          next = (next + 1) % own.length;
        }
      }
    };
  }
}
