package io.sallyport.client;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/**
 * A sink that tells which frequency it hears, so that a test can say whose audio arrived. Every 100
 * ms the strongest frequency of a spectrum is taken; windows quieter than -50 dBFS count as
 * silence.
 */
public final class ToneDetector implements AudioSink {
  private static final int WINDOW = AudioSource.SAMPLE_RATE / 10;
  private static final int FFT = 1024;
  private static final double SILENCE_RMS = 32768 * 0.00316;
  private static final double TOLERANCE = 0.02;

  /** Windows in a row that make a tone heard. */
  private static final int STEADY = 3;

  /** Windows kept for {@link #share}: ten minutes. */
  private static final int MAX_WINDOWS = 6000;

  // owned by: the phone's loop
  private final short[] window = new short[WINDOW];
  private int filled;

  // any thread: guarded by this
  private final List<Double> peaks = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * Somebody who waits for a tone; {@code run} windows in a row have carried it since they began to
   * wait.
   */
  private static final class Waiting {
    final double hertz;
    final CompletableFuture<Double> heard = new CompletableFuture<>();
    int run;

    Waiting(double hertz) {
      this.hertz = hertz;
    }
  }

  @Override
  public void write(short[] samples) {
    for (short sample : samples) {
      window[filled++] = sample;
      if (filled == WINDOW) {
        filled = 0;
        ended(dominant(window));
      }
    }
  }

  /**
   * Completes with the frequency when three windows from now on, in a row, carry the tone within 2
   * %. 0 waits for silence.
   */
  public CompletableFuture<Double> heard(double hertz) {
    Waiting one = new Waiting(hertz);
    synchronized (this) {
      waiting.add(one);
    }
    return one.heard;
  }

  /** The strongest frequency of the newest 100 ms; empty before the first, 0 in silence. */
  public synchronized OptionalDouble latest() {
    return peaks.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(peaks.get(peaks.size() - 1));
  }

  /** The share of all windows so far that carry the tone within 2 %. */
  public synchronized double share(double hertz) {
    return peaks.isEmpty()
        ? 0
        : (double) peaks.stream().filter(peak -> carries(peak, hertz)).count() / peaks.size();
  }

  /** How many windows of 100 ms were heard, silent ones too. */
  public synchronized int windows() {
    return peaks.size();
  }

  /** Forgets what was heard, so that {@link #share} begins anew. */
  public synchronized void reset() {
    peaks.clear();
  }

  private void ended(double peak) {
    List<Waiting> content = new ArrayList<>();
    synchronized (this) {
      if (peaks.size() < MAX_WINDOWS) {
        peaks.add(peak);
      }
      for (Waiting one : waiting) {
        one.run = carries(peak, one.hertz) ? one.run + 1 : 0;
        if (one.run >= STEADY) {
          content.add(one);
        }
      }
      waiting.removeAll(content);
      waiting.removeIf(one -> one.heard.isDone());
    }
    content.forEach(one -> one.heard.complete(peak));
  }

  private static boolean carries(double peak, double hertz) {
    return hertz == 0 ? peak == 0 : Math.abs(peak - hertz) <= hertz * TOLERANCE;
  }

  /** The strongest frequency in some samples (at most 1 024 count), 0 where they are silent. */
  static double dominant(short[] samples) {
    int n = Math.min(samples.length, FFT);
    double[] re = new double[FFT];
    double[] im = new double[FFT];
    double power = 0;
    for (int i = 0; i < n; i++) {
      power += (double) samples[i] * samples[i];
      re[i] = samples[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / (n - 1)));
    }
    if (Math.sqrt(power / n) < SILENCE_RMS) {
      return 0;
    }
    transform(re, im);
    int best = 1;
    for (int i = 2; i < FFT / 2 - 1; i++) {
      if (magnitude(re, im, i) > magnitude(re, im, best)) {
        best = i;
      }
    }
    // a parabola through the three bins around the peak places it between them
    double left = magnitude(re, im, best - 1);
    double peak = magnitude(re, im, best);
    double right = magnitude(re, im, best + 1);
    double bend = left - 2 * peak + right;
    double shift = bend == 0 ? 0 : 0.5 * (left - right) / bend;
    return (best + shift) * AudioSource.SAMPLE_RATE / FFT;
  }

  private static double magnitude(double[] re, double[] im, int i) {
    return Math.hypot(re[i], im[i]);
  }

  /** The radix-2 fast Fourier transform, in place. */
  private static void transform(double[] re, double[] im) {
    int n = re.length;
    for (int i = 1, j = 0; i < n; i++) {
      int bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = re[i];
        re[i] = re[j];
        re[j] = swap;
        swap = im[i];
        im[i] = im[j];
        im[j] = swap;
      }
    }
    for (int length = 2; length <= n; length <<= 1) {
      double angle = -2 * Math.PI / length;
      for (int start = 0; start < n; start += length) {
        for (int k = 0; k < length / 2; k++) {
          double cos = Math.cos(angle * k);
          double sin = Math.sin(angle * k);
          int a = start + k;
          int b = a + length / 2;
          double tr = re[b] * cos - im[b] * sin;
          double ti = re[b] * sin + im[b] * cos;
          re[b] = re[a] - tr;
          im[b] = im[a] - ti;
          re[a] += tr;
          im[a] += ti;
        }
      }
    }
  }
}
