package io.sallyport.server.playback;

/**
 * Decoder of formats in which each sample stands for itself: PCMU and PCMA (ITU-T G.711) and L16
 * (RFC 3551 section 4.5.11). Two channels are averaged.
 */
final class Linear implements Decoder {
  private static final short[] MU_LAW = new short[256];
  private static final short[] A_LAW = new short[256];

  static {
    for (int i = 0; i < 256; i++) {
      MU_LAW[i] = muLaw(i);
      A_LAW[i] = aLaw(i);
    }
  }

  // immutable
  private final int sampleRate;
  private final int channels;
  private final short[] table;

  private final Concealment concealment;

  private Linear(int sampleRate, int channels, short[] table) {
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.table = table;
    this.concealment = new Concealment(sampleRate);
  }

  static Linear muLaw(int sampleRate, int channels) {
    return new Linear(sampleRate, channels, MU_LAW);
  }

  static Linear aLaw(int sampleRate, int channels) {
    return new Linear(sampleRate, channels, A_LAW);
  }

  static Linear l16(int sampleRate, int channels) {
    return new Linear(sampleRate, channels, null);
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int decode(byte[] bytes, int offset, int length, short[] out) {
    int width = table == null ? 2 : 1;
    int frame = width * channels;
    int samples = length / frame;
    if (samples == 0 || length % frame != 0) {
      return -1;
    }
    for (int i = 0; i < samples; i++) {
      int sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        int at = offset + i * frame + channel * width;
        sum += table == null ? bytes[at] << 8 | bytes[at + 1] & 0xff : table[bytes[at] & 0xff];
      }
      out[i] = (short) (sum / channels);
    }
    concealment.heard(out, samples);
    return samples;
  }

  @Override
  public int conceal(int samples, short[] out) {
    return concealment.fill(samples, out);
  }

  /** G.711 table 2: sign, three bits of segment, four of step, all inverted; biased by 33. */
  private static short muLaw(int code) {
    int bits = ~code;
    int magnitude = ((bits & 0x0f) * 2 + 33 << (bits >> 4 & 7)) - 33 << 2;
    return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
  }

  /** G.711 table 1: as above, but each second bit inverted, and segment 0 is as fine as 1. */
  private static short aLaw(int code) {
    int bits = code ^ 0x55;
    int segment = bits >> 4 & 7;
    int step = (bits & 0x0f) * 2 + 1;
    int magnitude = segment == 0 ? step << 3 : step + 32 << segment + 2;
    return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
  }
}
