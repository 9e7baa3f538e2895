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
    double[] sines = new double[window];
    double[] cosines = new double[window];
    for (int i = 0; i < window; i++) {
      double angle = 2 * Math.PI * hertz * i / recording.rate();
      sines[i] = Math.sin(angle);
      cosines[i] = Math.cos(angle);
    }
    int heard = 0;
    for (int start = 0; start + window <= recording.samples().length; start += window) {
      double sine = 0;
      double cosine = 0;
      double power = 0;
      for (int i = 0; i < window; i++) {
        double sample = recording.samples()[start + i];
        sine += sample * sines[i];
        cosine += sample * cosines[i];
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
    double power = 0;
    for (int i = start; i < start + window; i++) {
      power += (double) samples[i] * samples[i];
    }
    boolean silent = Math.sqrt(power / window) < SILENCE;
    return silent ? 0 : Spectrum.of(window).strongest(samples, start, rate);
  }
}
