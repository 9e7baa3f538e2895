package io.sallyport.server.playback;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;

/**
 * Decoder of Opus (RFC 6716, RFC 7587). Lost packets come back from the redundancy in the next one
 * where there is any. Always at 48 kHz: at lower rates Concentus 1.0.2 makes silence of hybrid
 * packets.
 */
final class OpusSound implements Decoder {
  /** 120 ms at 48 kHz: no packet holds more (RFC 6716 section 3.2.5). */
  private static final int MAX_FRAME = 5_760;

  private static final int SAMPLE_RATE = 48_000;

  // owned by: the line
  private OpusDecoder decoder = fresh();

  private static OpusDecoder fresh() {
    try {
      return new OpusDecoder(SAMPLE_RATE, 1);
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int decode(byte[] bytes, int offset, int length, short[] out) {
    return length == 0 ? -1 : run(bytes, offset, length, MAX_FRAME, out, false);
  }

  @Override
  public int conceal(int samples, short[] out) {
    int whole = whole(samples);
    return whole == 0 ? 0 : Math.max(0, run(null, 0, 0, whole, out, false));
  }

  @Override
  public int recover(byte[] next, int offset, int length, int samples, short[] out) {
    int whole = whole(samples);
    return whole == 0 || length == 0 ? 0 : Math.max(0, run(next, offset, length, whole, out, true));
  }

  /** The decoder makes up sound in units of 2.5 ms. */
  private int whole(int samples) {
    int unit = SAMPLE_RATE / 400;
    return Math.min(samples, MAX_FRAME) / unit * unit;
  }

  private int run(byte[] bytes, int offset, int length, int frame, short[] out, boolean redundant) {
    try {
      return decoder.decode(bytes, offset, length, out, 0, frame, redundant);
    } catch (OpusException | RuntimeException e) {
      // peers send anything, and the library meets some of it with an index out of bounds: a
      // decoder that stumbled is in no known state
      decoder = fresh();
      return -1;
    }
  }
}
