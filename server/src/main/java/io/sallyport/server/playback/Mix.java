package io.sallyport.server.playback;

import java.io.IOException;

/**
 * The time line on which everything that was said is added up: a window of a few seconds over both
 * sides, in frames since the beginning of the selection. What falls outside of the selection, or
 * comes too late for the window, is cut off. Not thread-safe.
 */
final class Mix {
  /** Seconds that the window spans; more than anything is ever early or late. */
  static final int WINDOW_SECONDS = 10;

  private static final int BLOCK = 1_024;
  private static final short[] SILENCE = new short[BLOCK];

  /** Takes the finished time line, in order and without holes. */
  interface Sink {

    /** So many frames of each side, as 16-bit samples. */
    void frames(short[] caller, short[] callee, int count) throws IOException;

    /** All frames of the selection have been handed over. */
    void end() throws IOException;
  }

  // immutable
  private final int rate;
  private final long beginNanos;
  private final long total;
  private final int[][] sides;
  private final Sink sink;

  // owned by: the renderer
  private final short[][] block = new short[2][BLOCK];
  private boolean audible;

  /** Where the window begins; before it, the sink has everything but the silence owed to it. */
  private long done;

  private long owed;

  /**
   * An empty time line.
   *
   * @param beginNanos where the selection begins in the recording
   * @param total frames of the selection
   */
  Mix(int rate, long beginNanos, long total, Sink sink) {
    this.rate = rate;
    this.beginNanos = beginNanos;
    this.total = total;
    this.sides = new int[2][WINDOW_SECONDS * rate];
    this.sink = sink;
  }

  int rate() {
    return rate;
  }

  /** The frame at a moment of the recording; below 0 before the selection. */
  long frameAt(long nanos) {
    return frames(nanos - beginNanos, rate);
  }

  /** Frames in so many nanoseconds, without overflow in a century. */
  static long frames(long nanos, int rate) {
    long seconds = Math.floorDiv(nanos, 1_000_000_000L);
    return seconds * rate + Math.floorMod(nanos, 1_000_000_000L) * rate / 1_000_000_000L;
  }

  /** Adds samples of one side. */
  void add(Recorded.Side side, long at, short[] samples, int count) {
    audible = true;
    int[] sums = sides[side.ordinal()];
    long from = Math.max(at, done);
    long to = Math.min(Math.min(at + count, total), done + sums.length);
    for (long frame = from; frame < to; frame++) {
      sums[(int) (frame % sums.length)] += samples[(int) (frame - at)];
    }
  }

  /**
   * Hands on what is before a frame. Silence before the first sound is only counted: as long as
   * nothing was decoded, nothing is written.
   */
  void finish(long before) throws IOException {
    long end = Math.min(before, total);
    if (!audible) {
      owed += Math.max(0, end - done);
      done = Math.max(done, end);
      return;
    }
    for (; owed > 0; owed -= Math.min(BLOCK, owed)) {
      sink.frames(SILENCE, SILENCE, (int) Math.min(BLOCK, owed));
    }
    while (done < end) {
      emit((int) Math.min(BLOCK, end - done));
    }
  }

  /** Whether anything has been decoded, be it silent. */
  boolean audible() {
    return audible;
  }

  /** Hands on all that is left, whatever it is. */
  void close() throws IOException {
    audible = true;
    finish(total);
    sink.end();
  }

  private void emit(int count) throws IOException {
    for (int side = 0; side < 2; side++) {
      int[] sums = sides[side];
      int at = (int) (done % sums.length);
      for (int i = 0; i < count; i++) {
        block[side][i] = (short) Math.max(-32_768, Math.min(32_767, sums[at]));
        sums[at] = 0;
        at = at + 1 == sums.length ? 0 : at + 1;
      }
    }
    done += count;
    sink.frames(block[0], block[1], count);
  }
}
