package io.sallyport.server.interop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Watches counters of received packets and measures how long each of them stood still. */
final class Continuity {
  private static final Duration STEP = Duration.ofMillis(20);

  private final Map<String, LongSupplier> counters = new LinkedHashMap<>();

  Continuity of(String what, LongSupplier received) {
    counters.put(what, received);
    return this;
  }

  /** The longest time for which each counter did not grow, from now on for that long. */
  Map<String, Duration> longestGaps(Duration watched) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Long> grown = new LinkedHashMap<>();
    Map<String, Duration> longest = new LinkedHashMap<>();
    long start = System.nanoTime();
    counters.forEach(
        (what, counter) -> {
          counts.put(what, counter.getAsLong());
          grown.put(what, start);
          longest.put(what, Duration.ZERO);
        });
    while (System.nanoTime() - start < watched.toNanos()) {
      counters.forEach(
          (what, counter) -> {
            long count = counter.getAsLong();
            long now = System.nanoTime();
            // a counter that stands still until the end has a gap too
            Duration gap = Duration.ofNanos(now - grown.get(what));
            longest.merge(what, gap, (one, other) -> one.compareTo(other) > 0 ? one : other);
            if (count > counts.put(what, count)) {
              grown.put(what, now);
            }
          });
      Stage.letPass(STEP);
    }
    return longest;
  }
}
