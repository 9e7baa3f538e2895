package io.sallyport.server.playback;

/**
 * Decoder of G.722 at 64 kbit/s (ITU-T G.722, mode 1; RFC 3551 section 4.5.2): two bands in
 * adaptive differential code, put together by a quadrature mirror filter. The names of the steps
 * are those of the recommendation's section 6.
 */
final class G722 implements Decoder {
  private static final int SAMPLE_RATE = 16_000;

  // table 16 and following: levels of the inverse quantisers
  private static final int[] QM6 = {
    -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232,
    -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776,
    -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192,
    10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032,
    1688, 1360, 1040, 728, 432, 136, -432, -136
  };

  private final G722Band low = G722Band.low();
  private final G722Band high = G722Band.high();

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
      int lower = clamp(low.predicted() + (low.step() * QM6[fine] >> 15), 14);
      low.adaptLow(fine >> 2);
      int upper = code >> 6;
      int higher = clamp(high.predicted() + high.differenceHigh(upper), 14);
      high.adaptHigh(upper);
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
      first += differences[i] * G722Band.filter(11 - i);
      second += sums[i] * G722Band.filter(i);
    }
    out[at] = (short) clamp(first >> 11, 15);
    out[at + 1] = (short) clamp(second >> 11, 15);
  }

  @Override
  public int conceal(int samples, short[] out) {
    return concealment.fill(samples, out);
  }

  /** Saturates to so many bits beside the sign. */
  static int clamp(int value, int bits) {
    return Math.max(-(1 << bits), Math.min((1 << bits) - 1, value));
  }
}
