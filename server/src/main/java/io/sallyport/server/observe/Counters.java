package io.sallyport.server.observe;

import java.util.concurrent.atomic.LongAdder;

/**
 * The values of {@link Counter}; any thread may add. One instance a server, so that two servers fit
 * in one JVM.
 */
public final class Counters {
  // any thread: striped adders
  private final LongAdder[] values = new LongAdder[Counter.values().length];

  public Counters() {
    for (int i = 0; i < values.length; i++) {
      values[i] = new LongAdder();
    }
  }

  public void add(Counter counter) {
    values[counter.ordinal()].increment();
  }

  public void add(Counter counter, long by) {
    values[counter.ordinal()].add(by);
  }

  public long get(Counter counter) {
    return values[counter.ordinal()].sum();
  }
}
