package io.sallyport.server.prompt;

import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Sound;
import io.sallyport.server.playback.Resampler;
import java.util.Arrays;

/** A prompt in one codec: its payloads of 20 ms. Immutable, shared by all who hear it. */
public final class Phrase {
  /** How playing ended; told on a media loop. */
  public interface Ending {
    /**
     * Must only post.
     *
     * @param whole whether it was heard to its end
     * @param millis of it that were sent
     */
    void ended(boolean whole, long millis);
  }

  // immutable
  private final PayloadFormat format;
  private final byte[][] payloads;

  private Phrase(PayloadFormat format, byte[][] payloads) {
    this.format = format;
    this.payloads = payloads;
  }

  /** Encodes a prompt; takes some time. */
  static Phrase of(Prompt prompt, PayloadFormat format) {
    Encoder encoder = Encoder.of(format).orElseThrow();
    int rate = encoder.sampleRate();
    int frame = rate / 50;
    Resampler resampler = new Resampler(prompt.sampleRate(), rate);
    short[] out = new short[resampler.bound(prompt.samples().length) + frame];
    int samples = resampler.run(prompt.samples(), 0, prompt.samples().length, out);
    byte[][] payloads = new byte[(samples + frame - 1) / frame][];
    byte[] payload = new byte[Encoder.MAX_PAYLOAD];
    for (int i = 0; i < payloads.length; i++) {
      int length = encoder.encode(out, i * frame, payload, 0);
      payloads[i] = Arrays.copyOf(payload, length);
    }
    return new Phrase(format, payloads);
  }

  /** How long it lasts. */
  public long millis() {
    return 20L * payloads.length;
  }

  /** To be played once. */
  public Sound sound(Ending ending) {
    return new Once(ending);
  }

  private final class Once implements Sound {
    // immutable
    private final Ending ending;

    // owned by: the loop that plays it
    private int next;

    Once(Ending ending) {
      this.ending = ending;
    }

    @Override
    public int payloadType() {
      return format.payloadType();
    }

    @Override
    public int clockRate() {
      return format.clockRate();
    }

    @Override
    public int next(byte[] into, int offset) {
      if (next == payloads.length) {
        return OVER;
      }
      byte[] payload = payloads[next++];
      System.arraycopy(payload, 0, into, offset, payload.length);
      return payload.length;
    }

    @Override
    public void done(boolean whole, long millis) {
      ending.ended(whole, millis);
    }
  }
}
