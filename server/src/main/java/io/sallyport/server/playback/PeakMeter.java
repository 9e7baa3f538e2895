package io.sallyport.server.playback;

import java.util.function.Consumer;

/** Keeps the loudest sample of each interval and side. Not thread-safe. */
final class PeakMeter implements Mix.Sink {
  /** Of each side: ten hours at 29 a second, and a few megabytes of JSON. */
  static final int MAX_PEAKS = 1 << 20;

  // immutable
  private final int rate;
  private final int perSecond;
  private final Consumer<Peaks> to;

  // owned by: the renderer
  private final byte[][] peaks;
  private long frame;
  private int at = -1;

  /** The frame with which the next interval begins. */
  private long next;

  PeakMeter(int rate, int perSecond, long frames, Consumer<Peaks> to) {
    this.rate = rate;
    this.perSecond = perSecond;
    this.to = to;
    this.peaks = new byte[2][(int) ((frames * perSecond + rate - 1) / rate)];
  }

  @Override
  public void frames(short[] caller, short[] callee, int count) {
    for (int i = 0; i < count; i++, frame++) {
      if (frame == next) {
        at++;
        next = ((at + 1L) * rate + perSecond - 1) / perSecond;
      }
      loudest(peaks[0], at, caller[i]);
      loudest(peaks[1], at, callee[i]);
    }
  }

  private static void loudest(byte[] peaks, int at, short sample) {
    int level = Math.min(255, Math.abs(sample) + 127 >> 7);
    if (level > (peaks[at] & 0xff)) {
      peaks[at] = (byte) level;
    }
  }

  @Override
  public void end() {
    to.accept(new Peaks(perSecond, peaks[0], peaks[1]));
  }
}
