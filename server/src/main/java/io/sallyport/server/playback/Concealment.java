package io.sallyport.server.playback;

/**
 * Sound for lost packets of codecs that bring none of their own: the last pitch period again and
 * again, ever softer, in the manner of ITU-T G.711 Appendix I but simpler. It hides a lost packet
 * and falls silent after three.
 */
final class Concealment {
  private static final int HISTORY_MILLIS = 45;
  private static final int FADE_MILLIS = 60;

  // immutable
  private final int sampleRate;
  private final int minLag;
  private final int maxLag;

  // owned by: the decoder
  private final short[] history;
  private int heard;
  private int lag;
  private int made;

  Concealment(int sampleRate) {
    this.sampleRate = sampleRate;
    // voices between 66 and 400 Hz
    this.minLag = sampleRate / 400;
    this.maxLag = sampleRate / 66;
    this.history = new short[sampleRate * HISTORY_MILLIS / 1_000];
  }

  /** Keeps the end of what was really said. */
  void heard(short[] samples, int count) {
    int kept = Math.min(count, history.length);
    System.arraycopy(history, kept, history, 0, history.length - kept);
    System.arraycopy(samples, count - kept, history, history.length - kept, kept);
    heard = Math.min(history.length, heard + kept);
    made = 0;
  }

  /** Makes up samples; how many, fewer than asked for once it has faded. */
  int fill(int samples, short[] out) {
    int fade = sampleRate * FADE_MILLIS / 1_000;
    if (heard < history.length || made >= fade) {
      return 0;
    }
    if (made == 0) {
      lag = pitch();
    }
    int count = Math.min(Math.min(samples, fade - made), out.length);
    for (int i = 0; i < count; i++, made++) {
      int again = history[history.length - lag + made % lag];
      out[i] = (short) ((long) again * (fade - made) / fade);
    }
    return count;
  }

  /** The lag at which the last 15 ms look most like what came before them. */
  private int pitch() {
    int window = history.length - 2 * maxLag > 0 ? maxLag : history.length - maxLag;
    int start = history.length - window;
    // every second sample tells enough above 16 kHz
    int step = Math.max(1, sampleRate / 8_000);
    int best = maxLag;
    double bestScore = 0;
    for (int candidate = minLag; candidate <= maxLag && candidate <= start; candidate++) {
      double product = 0;
      double energy = 1;
      for (int i = start; i < history.length; i += step) {
        double earlier = history[i - candidate];
        product += history[i] * earlier;
        energy += earlier * earlier;
      }
      double score = product > 0 ? product * product / energy : 0;
      // a multiple of the period is no better than the period
      if (score > bestScore * 1.02) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }
}
