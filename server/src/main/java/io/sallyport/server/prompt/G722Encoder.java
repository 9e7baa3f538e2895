package io.sallyport.server.prompt;

import io.sallyport.server.playback.G722Band;

/**
 * Encoder of G.722 at 64 kbit/s (ITU-T G.722; RFC 3551 section 4.5.2): a quadrature mirror filter
 * splits the sound in two bands, each of which is coded as its difference from what the decoder
 * will predict. The names of the steps are those of the recommendation's section 6.
 */
final class G722Encoder implements Encoder {
  private static final int SAMPLE_RATE = 16_000;
  private static final int TAPS = 24;

  // table 14: decision levels of the lower band
  private static final int[] Q6 = {
    0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023,
    1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
  };

  // decision level of the higher band
  private static final int Q2 = 564;

  private final G722Band low = G722Band.low();
  private final G722Band high = G722Band.high();
  private final int[] recent = new int[TAPS];

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int encode(short[] samples, int offset, byte[] into, int at) {
    int count = SAMPLE_RATE / 100;
    for (int i = 0; i < count; i++) {
      into[at + i] = (byte) code(samples[offset + 2 * i], samples[offset + 2 * i + 1]);
    }
    return count;
  }

  /** Two samples make one code. */
  private int code(int first, int second) {
    System.arraycopy(recent, 2, recent, 0, TAPS - 2);
    recent[TAPS - 2] = first;
    recent[TAPS - 1] = second;
    int even = 0;
    int odd = 0;
    for (int i = 0; i < TAPS / 2; i++) {
      odd += recent[2 * i] * G722Band.filter(i);
      even += recent[2 * i + 1] * G722Band.filter(TAPS / 2 - 1 - i);
    }
    int lower = lower(even + odd >> 14);
    return higher(even - odd >> 14) << 6 | lower;
  }

  /** SUBTRA, QUANTL and the local decoder of the lower band. */
  private int lower(int sample) {
    int error = clamp(sample - low.predicted());
    int magnitude = error >= 0 ? error : ~error;
    int level = 1;
    while (level < Q6.length && magnitude >= Q6[level] * low.step() >> 12) {
      level++;
    }
    int code = error >= 0 ? 62 - level : level < 3 ? 64 - level : 34 - level;
    low.adaptLow(code >> 2);
    return code;
  }

  /** The same with two bits. */
  private int higher(int sample) {
    int error = clamp(sample - high.predicted());
    int magnitude = error >= 0 ? error : ~error;
    boolean far = magnitude >= Q2 * high.step() >> 12;
    int code = error >= 0 ? far ? 2 : 3 : far ? 0 : 1;
    high.adaptHigh(code);
    return code;
  }

  private static int clamp(int value) {
    return Math.max(-32_768, Math.min(32_767, value));
  }
}
