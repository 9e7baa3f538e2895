package io.sallyport.server.interop;

import io.sallyport.client.AudioSink;
import java.util.Arrays;

/** Keeps what a phone in this process hears, up to a minute. */
final class Ear implements AudioSink {
  private static final int RATE = 8000;

  // guarded by: this
  private final short[] samples = new short[60 * RATE];
  private int length;

  @Override
  public synchronized void write(short[] more) {
    int taken = Math.min(more.length, samples.length - length);
    System.arraycopy(more, 0, samples, length, taken);
    length += taken;
  }

  synchronized WavFile heard() {
    return new WavFile(RATE, Arrays.copyOf(samples, length));
  }
}
