package io.sallyport.server.interop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fast Fourier transform, radix 2, of windows of one length. What it multiplies with is worked
 * out once, since tests that wait for a sound look at all that was heard many times a second.
 */
final class Spectrum {
  private static final Map<Integer, Spectrum> BY_WINDOW = new ConcurrentHashMap<>();

  // immutable
  private final double[] hann;
  private final double[] cos;
  private final double[] sin;

  private Spectrum(int window) {
    int size = Integer.highestOneBit(window * 2 - 1) * 2;
    hann = new double[window];
    for (int i = 0; i < window; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
    }
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int k = 0; k < size / 2; k++) {
      cos[k] = Math.cos(-2 * Math.PI * k / size);
      sin[k] = Math.sin(-2 * Math.PI * k / size);
    }
  }

  static Spectrum of(int window) {
    return BY_WINDOW.computeIfAbsent(window, Spectrum::new);
  }

  /** The strongest frequency, in hertz. */
  int strongest(short[] samples, int start, int rate) {
    int size = 2 * cos.length;
    double[] real = new double[size];
    double[] imaginary = new double[size];
    for (int i = 0; i < hann.length; i++) {
      real[i] = samples[start + i] * hann[i];
    }
    transform(real, imaginary);
    int best = 1;
    double most = -1;
    for (int i = 1; i < size / 2; i++) {
      double power = real[i] * real[i] + imaginary[i] * imaginary[i];
      if (power > most) {
        most = power;
        best = i;
      }
    }
    return (int) Math.round((double) best * rate / size);
  }

  /** In place. */
  private void transform(double[] real, double[] imaginary) {
    int size = real.length;
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = real[i];
        real[i] = real[j];
        real[j] = swap;
      }
    }
    for (int span = 2; span <= size; span <<= 1) {
      int step = size / span;
      for (int from = 0; from < size; from += span) {
        for (int k = 0; k < span / 2; k++) {
          int low = from + k;
          int high = low + span / 2;
          double re = real[high] * cos[k * step] - imaginary[high] * sin[k * step];
          double im = real[high] * sin[k * step] + imaginary[high] * cos[k * step];
          real[high] = real[low] - re;
          imaginary[high] = imaginary[low] - im;
          real[low] += re;
          imaginary[low] += im;
        }
      }
    }
  }
}
