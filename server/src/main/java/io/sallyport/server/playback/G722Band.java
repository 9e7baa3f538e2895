package io.sallyport.server.playback;

/**
 * The predictor and the step of one band of G.722, which encoder and decoder run alike. Not
 * thread-safe.
 */
public final class G722Band {
  // table 11: the mirror filter, first half; the second is its mirror
  private static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

  // table 16 and following: levels of the inverse quantisers
  private static final int[] QM2 = {-7408, -1616, 7408, 1616};
  private static final int[] QM4 = {
    0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
    1200, 0
  };

  // what each code does to the logarithm of the step
  private static final int[] WL = {
    -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
  };
  private static final int[] WH = {798, -214, 798, -214};

  // table 13: mantissas of powers of two
  private static final int[] ILB = {
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
    2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838,
    3922, 4008
  };

  // immutable
  private final int maxLogarithm;
  private final int shift;

  // owned by: the coder
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

  private G722Band(int step, int maxLogarithm, int shift) {
    this.step = step;
    this.maxLogarithm = maxLogarithm;
    this.shift = shift;
  }

  /** The lower band of six bits. */
  public static G722Band low() {
    return new G722Band(32, 18_432, 8);
  }

  /** The higher band of two bits. */
  public static G722Band high() {
    return new G722Band(8, 22_528, 10);
  }

  /** A coefficient of the filter that splits the bands and puts them together, 0 to 11. */
  public static int filter(int place) {
    return QMF[place];
  }

  /** What the next sample is expected to be. */
  public int predicted() {
    return predicted;
  }

  /** The step of the quantiser. */
  public int step() {
    return step;
  }

  /** Takes in a code of the lower band, without its two finest bits. */
  public void adaptLow(int code) {
    adapt(step * QM4[code] >> 15, WL[code]);
  }

  /** The difference that a code of the higher band stands for. */
  public int differenceHigh(int code) {
    return step * QM2[code] >> 15;
  }

  /** Takes in a code of the higher band. */
  public void adaptHigh(int code) {
    adapt(differenceHigh(code), WH[code]);
  }

  /** Takes in a quantised difference. */
  private void adapt(int difference, int weight) {
    // LOGSCL and LOGSCH, SCALEL and SCALEH
    logarithm = Math.max(0, Math.min(maxLogarithm, (logarithm * 127 >> 7) + weight));
    int mantissa = ILB[logarithm >> 6 & 31];
    int exponent = shift - (logarithm >> 11);
    step = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;

    // RECONS, PARREC
    int reconstructed = G722.clamp(predicted + difference, 15);
    int partial = G722.clamp(zeroSection + difference, 15);
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
    int four = G722.clamp(pole1 << 2, 15);
    int turned = Math.min(32_767, same1 ? -four : four) >> 7;
    int next2 = turned + (same2 ? 128 : -128) + (pole2 * 32_512 >> 15);
    pole2 = Math.max(-12_288, Math.min(12_288, next2));
    int next1 = G722.clamp((same1 ? 192 : -192) + (pole1 * 32_640 >> 15), 15);
    int limit = G722.clamp(15_360 - pole2, 15);
    pole1 = Math.max(-limit, Math.min(limit, next1));
  }

  /** UPZERO, DELAYA. */
  private void zeros(int difference) {
    int gain = difference == 0 ? 0 : 128;
    for (int i = 0; i < 6; i++) {
      boolean same = (difference ^ differences[i]) >= 0;
      zeros[i] = G722.clamp((same ? gain : -gain) + (zeros[i] * 32_640 >> 15), 15);
    }
    System.arraycopy(differences, 0, differences, 1, 5);
    differences[0] = difference;
  }

  /** FILTEP, FILTEZ, PREDIC. */
  private void predict() {
    int poleSection =
        G722.clamp(
            (pole1 * G722.clamp(2 * reconstructed1, 15) >> 15)
                + (pole2 * G722.clamp(2 * reconstructed2, 15) >> 15),
            15);
    int sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += zeros[i] * G722.clamp(2 * differences[i], 15) >> 15;
    }
    zeroSection = G722.clamp(sum, 15);
    predicted = G722.clamp(poleSection + zeroSection, 15);
  }
}
