package io.sallyport.server.prompt;

/** Sounds that are made, not read. */
final class Tone {
  private static final int SAMPLE_RATE = 16_000;
  private static final int BEEP_HERTZ = 1_400;
  private static final int BEEP_MILLIS = 200;
  // 26 dB below the loudest: heard beside a voice, and hides none
  private static final int BEEP_LEVEL = 1_600;
  private static final int EDGE_MILLIS = 10;

  private Tone() {}

  /** The beep of a recorded call: 1400 Hz, as many countries have it. */
  static Prompt beep() {
    int count = SAMPLE_RATE * BEEP_MILLIS / 1_000;
    int edge = SAMPLE_RATE * EDGE_MILLIS / 1_000;
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      double gain = Math.min(1.0, Math.min(i, count - 1 - i) / (double) edge);
      samples[i] =
          (short)
              Math.round(gain * BEEP_LEVEL * Math.sin(2 * Math.PI * BEEP_HERTZ * i / SAMPLE_RATE));
    }
    return new Prompt(Prompt.BEEP, "", Prompts.sha256(samples), SAMPLE_RATE, samples);
  }
}
