package io.sallyport.server.prompt;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;

/** Encoder of Opus (RFC 6716, RFC 7587) for a voice of 16 kHz, 20 ms a packet. */
final class OpusVoice implements Encoder {
  private static final int SAMPLE_RATE = 16_000;
  private static final int BITS_PER_SECOND = 24_000;
  private static final int COMPLEXITY = 2;

  private final OpusEncoder encoder;

  OpusVoice() {
    try {
      encoder = new OpusEncoder(SAMPLE_RATE, 1, OpusApplication.OPUS_APPLICATION_AUDIO);
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
    encoder.setBitrate(BITS_PER_SECOND);
    encoder.setComplexity(COMPLEXITY);
  }

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int encode(short[] samples, int offset, byte[] into, int at) {
    try {
      return encoder.encode(samples, offset, SAMPLE_RATE / 50, into, at, MAX_PAYLOAD);
    } catch (OpusException e) {
      throw new IllegalStateException("the Opus encoder refused its input", e);
    }
  }
}
