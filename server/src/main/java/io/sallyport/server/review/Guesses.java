package io.sallyport.server.review;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses a password: after a few wrong ones each further try has to wait twice as
 * long, up to a minute. Kept in memory, for a bounded number of names.
 */
final class Guesses {
  private static final int FREE = 3;
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  // any thread: under its own lock
  private final Map<String, Wrong> wrong = new LinkedHashMap<>();

  /** How many wrong ones in a row, and when the last of them was. */
  private record Wrong(int count, Instant last) {}

  /** How long a name has to wait for its next try; zero where it may be tried now. */
  synchronized Duration pause(String name, Instant now) {
    Wrong known = wrong.get(name);
    if (known == null || known.count() < FREE) {
      return Duration.ZERO;
    }
    int doublings = Math.min(known.count() - FREE, MOST_DOUBLINGS);
    Duration whole = shorter(Duration.ofSeconds(1L << doublings), LONGEST);
    Duration left = Duration.between(now, known.last().plus(whole));
    // a clock that was set back keeps nobody out for longer
    return left.isNegative() ? Duration.ZERO : shorter(left, LONGEST);
  }

  synchronized void wrong(String name, Instant now) {
    Wrong known = wrong.remove(name);
    wrong.put(name, new Wrong(known == null ? 1 : known.count() + 1, now));
    if (wrong.size() > MOST_NAMES) {
      wrong.remove(wrong.keySet().iterator().next());
    }
  }

  synchronized void right(String name) {
    wrong.remove(name);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
