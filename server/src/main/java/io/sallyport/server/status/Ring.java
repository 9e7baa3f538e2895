package io.sallyport.server.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The newest samples of every figure, at one distance; the oldest give way. Not thread-safe. */
final class Ring {
  private final long[] at;
  private final float[][] values;
  private int next;
  private int size;

  Ring(int capacity) {
    this.at = new long[capacity];
    this.values = new float[Figure.values().length][capacity];
  }

  /**
   * @param sample by ordinal of the figure
   */
  void add(Instant now, double[] sample) {
    at[next] = now.getEpochSecond();
    for (int i = 0; i < values.length; i++) {
      values[i][next] = (float) sample[i];
    }
    next = (next + 1) % at.length;
    size = Math.min(at.length, size + 1);
  }

  /** When each sample was taken, the oldest first. */
  List<Long> times() {
    List<Long> times = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      times.add(at[place(i)]);
    }
    return times;
  }

  List<Double> of(Figure figure) {
    List<Double> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(plain(values[figure.ordinal()][place(i)]));
    }
    return list;
  }

  /** A float as a person would write it: without the digits that it does not have. */
  private static double plain(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private int place(int nth) {
    return (next - size + nth + at.length) % at.length;
  }
}
