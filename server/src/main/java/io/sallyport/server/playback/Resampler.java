package io.sallyport.server.playback;

import java.util.Arrays;

/**
 * Changes the sample rate of one stream, by any ratio and with a ratio that may change between
 * calls, so that it also takes up the drift between two clocks: a windowed sinc, whose number of
 * phases makes the usual ratios exact. Not thread-safe.
 */
public final class Resampler {
  private static final int TAPS = 24;
  private static final int PHASES = 480;
  private static final float[][] EQUAL = kernel(1);

  // immutable
  private final double ratio;
  private final int taps;
  private final float[][] kernel;

  // owned by: the line
  private final float[] recent;
  private int head;
  private double position;
  private double step;

  /**
   * A resampler.
   *
   * @param from samples a second that go in
   * @param to samples a second that come out
   */
  public Resampler(int from, int to) {
    this.ratio = (double) from / to;
    this.step = ratio;
    this.kernel = from == to ? EQUAL : kernel(ratio);
    this.taps = kernel[0].length;
    this.recent = new float[2 * taps];
  }

  /** Hann-windowed sinc, each phase of which lets a constant pass unchanged. */
  private static float[][] kernel(double ratio) {
    int taps = TAPS * (int) Math.ceil(Math.max(1, ratio));
    // a little below the edge, where the short filter is not yet steep
    double cut = ratio == 1 ? 1 : 0.92 / Math.max(1, ratio);
    float[][] kernel = new float[PHASES + 1][taps];
    for (int phase = 0; phase <= PHASES; phase++) {
      double sum = 0;
      double[] values = new double[taps];
      for (int tap = 0; tap < taps; tap++) {
        double x = tap - (taps / 2 - 1) - (double) phase / PHASES;
        double sinc = x == 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
        values[tap] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / (taps / 2.0)));
        sum += values[tap];
      }
      for (int tap = 0; tap < taps; tap++) {
        kernel[phase][tap] = (float) (values[tap] / sum);
      }
    }
    return kernel;
  }

  /**
   * Makes what follows last longer or shorter.
   *
   * @param stretch 0 for neither, 0.005 for half a per cent longer
   */
  void stretch(double stretch) {
    step = ratio / (1 + stretch);
  }

  /** Forgets what it has heard. */
  void reset() {
    Arrays.fill(recent, 0);
    position = 0;
    step = ratio;
  }

  /** Most samples that so many make. */
  public int bound(int samples) {
    return (int) (samples / ratio * 1.02) + 2;
  }

  /** Takes samples in and writes those that they make; how many. */
  public int run(short[] in, int offset, int samples, short[] out) {
    int made = 0;
    for (int i = 0; i < samples; i++) {
      push(in[offset + i]);
      while (position < 1) {
        out[made++] = at(position);
        position += step;
      }
      position -= 1;
    }
    return made;
  }

  /** Each sample lies in the array twice, so that a window is always in one piece. */
  private void push(float sample) {
    recent[head] = sample;
    recent[head + taps] = sample;
    head = head + 1 == taps ? 0 : head + 1;
  }

  private short at(double fraction) {
    if (kernel == EQUAL && fraction == 0) {
      return (short) recent[head + taps / 2 - 1];
    }
    float[] weights = kernel[(int) (fraction * PHASES + 0.5)];
    float sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      sum += weights[tap] * recent[head + tap];
    }
    return (short) Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
}
