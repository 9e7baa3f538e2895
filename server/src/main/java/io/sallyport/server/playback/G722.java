package io.sallyport.server.playback;

/**
 * Decoder of G.722 at 64 kbit/s (ITU-T G.722, mode 1; RFC 3551 section 4.5.2): two bands in
 * adaptive differential code, put together by a quadrature mirror filter. The names of the steps
 * are those of the recommendation's section 6.
 */
final class G722 implements Decoder {
  private static final int SAMPLE_RATE = 16_000;

  // table 16 and following: levels of the inverse quantisers
  private static final int[] QM2 = {-7408, -1616, 7408, 1616};
  private static final int[] QM4 = {
    0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
    1200, 0
  };
  private static final int[] QM6 = {
    -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232,
    -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776,
    -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192,
    10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032,
    1688, 1360, 1040, 728, 432, 136, -432, -136
  };

  // what each code does to the logarithm of the step
  private static final int[] WL = {
    -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
  };
  private static final int[] WH = {798, -214, 798, -214};

  // table 11: the receive filter, first half; the second is its mirror
  private static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

  private final Band low = new Band(32, 18_432, 8);
  private final Band high = new Band(8, 22_528, 10);

  /** Sums and differences of the bands, newest last. */
  private final int[] sums = new int[12];

  private final int[] differences = new int[12];
  private final Concealment concealment = new Concealment(SAMPLE_RATE);

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int decode(byte[] bytes, int offset, int length, short[] out) {
    if (length == 0) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      int code = bytes[offset + i] & 0xff;
      int fine = code & 0x3f;
      int coarse = fine >> 2;
      int lower = clamp(low.predicted + (low.step * QM6[fine] >> 15), 14);
      low.adapt(low.step * QM4[coarse] >> 15, WL[coarse]);
      int upper = code >> 6;
      int difference = high.step * QM2[upper] >> 15;
      int higher = clamp(high.predicted + difference, 14);
      high.adapt(difference, WH[upper]);
      synthesise(lower, higher, out, 2 * i);
    }
    concealment.heard(out, 2 * length);
    return 2 * length;
  }

  /** RECA, RECB, ACCUMC, ACCUMD, SELECT: two samples from one of each band. */
  private void synthesise(int lower, int higher, short[] out, int at) {
    System.arraycopy(sums, 1, sums, 0, 11);
    System.arraycopy(differences, 1, differences, 0, 11);
    sums[11] = lower + higher;
    differences[11] = lower - higher;
    int first = 0;
    int second = 0;
    for (int i = 0; i < 12; i++) {
      first += differences[i] * QMF[11 - i];
      second += sums[i] * QMF[i];
    }
    out[at] = (short) clamp(first >> 11, 15);
    out[at + 1] = (short) clamp(second >> 11, 15);
  }

  @Override
  public int conceal(int samples, short[] out) {
    return concealment.fill(samples, out);
  }

  /** Saturates to so many bits beside the sign. */
  private static int clamp(int value, int bits) {
    return Math.max(-(1 << bits), Math.min((1 << bits) - 1, value));
  }

  /** The predictor and the step of one band. */
  private static final class Band {
    // table 13: mantissas of powers of two
    private static final int[] ILB = {
      2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
      2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838,
      3922, 4008
    };

    // immutable
    private final int maxLogarithm;
    private final int shift;

    // owned by: the decoder
    private final int[] zeros = new int[6];
    private final int[] differences = new int[6];
    private int pole1;
    private int pole2;
    private int reconstructed1;
    private int reconstructed2;
    private int partial1;
    private int partial2;
    private int zeroSection;
    private int logarithm;
    private int step;
    private int predicted;

    private Band(int step, int maxLogarithm, int shift) {
      this.step = step;
      this.maxLogarithm = maxLogarithm;
      this.shift = shift;
    }

    /** Takes in a quantised difference. */
    private void adapt(int difference, int weight) {
      // LOGSCL and LOGSCH, SCALEL and SCALEH
      logarithm = Math.max(0, Math.min(maxLogarithm, (logarithm * 127 >> 7) + weight));
      int mantissa = ILB[logarithm >> 6 & 31];
      int exponent = shift - (logarithm >> 11);
      step = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;

      // RECONS, PARREC
      int reconstructed = clamp(predicted + difference, 15);
      int partial = clamp(zeroSection + difference, 15);
      poles(partial);
      zeros(difference);
      partial2 = partial1;
      partial1 = partial;
      reconstructed2 = reconstructed1;
      reconstructed1 = reconstructed;
      predict();
    }

    /** UPPOL2, UPPOL1. */
    private void poles(int partial) {
      boolean same1 = (partial ^ partial1) >= 0;
      boolean same2 = (partial ^ partial2) >= 0;
      int four = clamp(pole1 << 2, 15);
      int turned = Math.min(32_767, same1 ? -four : four) >> 7;
      int next2 = turned + (same2 ? 128 : -128) + (pole2 * 32_512 >> 15);
      pole2 = Math.max(-12_288, Math.min(12_288, next2));
      int next1 = clamp((same1 ? 192 : -192) + (pole1 * 32_640 >> 15), 15);
      int limit = clamp(15_360 - pole2, 15);
      pole1 = Math.max(-limit, Math.min(limit, next1));
    }

    /** UPZERO, DELAYA. */
    private void zeros(int difference) {
      int gain = difference == 0 ? 0 : 128;
      for (int i = 0; i < 6; i++) {
        boolean same = (difference ^ differences[i]) >= 0;
        zeros[i] = clamp((same ? gain : -gain) + (zeros[i] * 32_640 >> 15), 15);
      }
      System.arraycopy(differences, 0, differences, 1, 5);
      differences[0] = difference;
    }

    /** FILTEP, FILTEZ, PREDIC. */
    private void predict() {
      int poleSection =
          clamp(
              (pole1 * clamp(2 * reconstructed1, 15) >> 15)
                  + (pole2 * clamp(2 * reconstructed2, 15) >> 15),
              15);
      int sum = 0;
      for (int i = 0; i < 6; i++) {
        sum += zeros[i] * clamp(2 * differences[i], 15) >> 15;
      }
      zeroSection = clamp(sum, 15);
      predicted = clamp(poleSection + zeroSection, 15);
    }
  }
}
