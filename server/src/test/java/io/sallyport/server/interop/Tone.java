package io.sallyport.server.interop;

import java.util.ArrayList;
import java.util.List;

/**
 * A sine of one frequency: every client of a test plays its own, so that whoever hears it is known
 * to have heard that client. What a recording holds is told window by window, 100 ms each, by the
 * strongest frequency of its spectrum.
 */
record Tone(int hertz) {
  private static final int WINDOWS_PER_SECOND = 10;
  private static final List<Integer> RATES = List.of(48_000, 16_000, 8_000);

  /** A window whose root mean square is under this is silence. */
  private static final double SILENCE = 100;

  /**
   * Loss, a codec's start and a jitter buffer's filling blur some windows; a wrong tone blurs them
   * all.
   */
  private static final double ENOUGH = 0.8;

  WavFile sound(int rate, int seconds) {
    short[] samples = new short[rate * seconds];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (16_000 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return new WavFile(rate, samples);
  }

  /**
   * Whether that much of the recording at least is this tone, and of what is not silent nearly all.
   */
  boolean isHeardIn(WavFile recording, double seconds) {
    return seconds <= secondsIn(recording);
  }

  /** How much of the recording is this tone; 0 where much else is heard beside it. */
  double secondsIn(WavFile recording) {
    if (recording.rate() == WavFile.UNKNOWN_RATE) {
      // Tones of a test are never half, a third or a sixth of each other, so that a wrong guess at
      // the rate is heard as a wrong tone.
      return RATES.stream()
          .mapToDouble(rate -> secondsIn(new WavFile(rate, recording.samples())))
          .max()
          .orElse(0);
    }
    List<Integer> loud = frequencies(recording).stream().filter(found -> found > 0).toList();
    long mine = loud.stream().filter(this::matches).count();
    return mine >= ENOUGH * loud.size() ? (double) mine / WINDOWS_PER_SECOND : 0;
  }

  /** How much of the recording is neither silent nor this tone. */
  double foreignSecondsIn(WavFile recording) {
    long foreign =
        frequencies(recording).stream().filter(found -> found > 0 && !matches(found)).count();
    return (double) foreign / WINDOWS_PER_SECOND;
  }

  /** Seconds of the recording in which this tone is the strongest, whatever else is in it. */
  double count(WavFile recording) {
    if (recording.rate() == WavFile.UNKNOWN_RATE) {
      return 0;
    }
    long mine = frequencies(recording).stream().filter(this::matches).count();
    return (double) mine / WINDOWS_PER_SECOND;
  }

  /** Whether it is heard for that long, be it among others. */
  boolean isPartOf(WavFile recording, double seconds) {
    int window = Math.max(1, recording.rate() / WINDOWS_PER_SECOND);
    int heard = 0;
    for (int start = 0; start + window <= recording.samples().length; start += window) {
      double sine = 0;
      double cosine = 0;
      double power = 0;
      for (int i = 0; i < window; i++) {
        double sample = recording.samples()[start + i];
        double angle = 2 * Math.PI * hertz * i / recording.rate();
        sine += sample * Math.sin(angle);
        cosine += sample * Math.cos(angle);
        power += sample * sample;
      }
      double level = Math.sqrt(power / window);
      double mine = Math.sqrt(2) * Math.hypot(sine, cosine) / window;
      heard += level > SILENCE && mine > level / 3 ? 1 : 0;
    }
    return heard >= seconds * WINDOWS_PER_SECOND;
  }

  boolean matches(int found) {
    return Math.abs(found - hertz) <= Math.max(12, hertz / 50);
  }

  /** The strongest frequency of every whole window, 0 for silence. */
  static List<Integer> frequencies(WavFile recording) {
    int window = recording.rate() / WINDOWS_PER_SECOND;
    List<Integer> found = new ArrayList<>();
    for (int start = 0; start + window <= recording.samples().length; start += window) {
      found.add(strongest(recording.samples(), start, window, recording.rate()));
    }
    return found;
  }

  private static int strongest(short[] samples, int start, int window, int rate) {
    int size = Integer.highestOneBit(window * 2 - 1) * 2;
    double[] real = new double[size];
    double[] imaginary = new double[size];
    double power = 0;
    for (int i = 0; i < window; i++) {
      double sample = samples[start + i];
      power += sample * sample;
      real[i] = sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / window));
    }
    if (Math.sqrt(power / window) < SILENCE) {
      return 0;
    }
    transform(real, imaginary);
    int best = 1;
    for (int i = 2; i < size / 2; i++) {
      if (Math.hypot(real[i], imaginary[i]) > Math.hypot(real[best], imaginary[best])) {
        best = i;
      }
    }
    return (int) Math.round((double) best * rate / size);
  }

  /** Fast Fourier transform in place, radix 2. */
  private static void transform(double[] real, double[] imaginary) {
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
      double angle = -2 * Math.PI / span;
      for (int from = 0; from < size; from += span) {
        for (int k = 0; k < span / 2; k++) {
          double cos = Math.cos(angle * k);
          double sin = Math.sin(angle * k);
          int low = from + k;
          int high = low + span / 2;
          double re = real[high] * cos - imaginary[high] * sin;
          double im = real[high] * sin + imaginary[high] * cos;
          real[high] = real[low] - re;
          imaginary[high] = imaginary[low] - im;
          real[low] += re;
          imaginary[low] += im;
        }
      }
    }
  }
}
