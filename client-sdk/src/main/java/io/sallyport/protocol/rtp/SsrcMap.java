package io.sallyport.protocol.rtp;

import java.util.Arrays;

/**
 * Which synchronisation source stands for which other: a few pairs, looked up without allocation.
 * Full, it keeps what it has.
 */
public final class SsrcMap {
  // owned by: the loop of the stream
  private final int[] from;
  private final int[] to;
  private int size;

  public SsrcMap(int capacity) {
    from = new int[capacity];
    to = new int[capacity];
  }

  /** Sets or changes a pair; false where there is no room for one more. */
  public boolean put(int source, int substitute) {
    for (int i = 0; i < size; i++) {
      if (from[i] == source) {
        to[i] = substitute;
        return true;
      }
    }
    if (size == from.length) {
      return false;
    }
    from[size] = source;
    to[size++] = substitute;
    return true;
  }

  /** What stands for the source; itself where nothing does. */
  public int get(int source) {
    for (int i = 0; i < size; i++) {
      if (from[i] == source) {
        return to[i];
      }
    }
    return source;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(from, size))
        + " -> "
        + Arrays.toString(Arrays.copyOf(to, size));
  }
}
