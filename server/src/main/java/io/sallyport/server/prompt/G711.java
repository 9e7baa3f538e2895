package io.sallyport.server.prompt;

/** Encoder of PCMU and PCMA (ITU-T G.711): a sign, three bits of segment, four of step. */
final class G711 implements Encoder {
  private static final int SAMPLE_RATE = 8_000;
  private static final int MOST = 32_635;

  // immutable
  private final boolean muLaw;

  G711(boolean muLaw) {
    this.muLaw = muLaw;
  }

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int encode(short[] samples, int offset, byte[] into, int at) {
    int count = SAMPLE_RATE / 50;
    for (int i = 0; i < count; i++) {
      into[at + i] = muLaw ? muLaw(samples[offset + i]) : aLaw(samples[offset + i]);
    }
    return count;
  }

  /** Table 2: the bias of 33 in units of 13 bits, all bits inverted. */
  private static byte muLaw(int sample) {
    int magnitude = Math.min(Math.abs(sample), MOST) + (33 << 2);
    int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
    int step = magnitude >> segment + 3 & 0x0f;
    return (byte) ~((sample < 0 ? 0x80 : 0) | segment << 4 | step);
  }

  /** Table 1: segments 0 and 1 are equally fine; each second bit inverted. */
  private static byte aLaw(int sample) {
    int magnitude = Math.min(sample < 0 ? ~sample : sample, MOST);
    int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
    int step = magnitude >> (segment == 0 ? 4 : segment + 3) & 0x0f;
    return (byte) (((sample < 0 ? 0 : 0x80) | segment << 4 | step) ^ 0x55);
  }
}
