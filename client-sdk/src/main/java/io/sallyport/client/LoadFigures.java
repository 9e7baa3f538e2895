package io.sallyport.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What a load run has seen so far. Any thread. */
final class LoadFigures {
  // any thread: counters
  final LongAdder begun = new LongAdder();
  final LongAdder answered = new LongAdder();
  final LongAdder ended = new LongAdder();

  // any thread: guarded by this
  private final Map<String, Integer> failures = new TreeMap<>();
  private double[] setupMillis = new double[1024];
  private int setups;

  synchronized void setUp(double millis) {
    answered.increment();
    if (setups == setupMillis.length) {
      setupMillis = Arrays.copyOf(setupMillis, setups * 2);
    }
    setupMillis[setups++] = millis;
  }

  /**
   * @param where what failed: registration, answer or end
   */
  synchronized void failed(String where, Throwable why) {
    Throwable cause = why.getCause() == null ? why : why.getCause();
    String status =
        cause instanceof SipFailure failure
            ? Integer.toString(failure.status())
            : cause.getClass().getSimpleName();
    failures.merge(where + " " + status, 1, Integer::sum);
  }

  synchronized int failures() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One line for people and scripts. */
  synchronized String summary(double seconds, long retransmissions) {
    double[] sorted = Arrays.copyOf(setupMillis, setups);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "calls=%d answered=%d ended=%d failures=%d %sretransmissions=%d seconds=%.1f"
            + " calls-per-second=%.1f setup-ms p50=%.1f p95=%.1f p99=%.1f max=%.1f",
        begun.sum(),
        answered.sum(),
        ended.sum(),
        failures(),
        failures.isEmpty() ? "" : failures + " ",
        retransmissions,
        seconds,
        begun.sum() / Math.max(0.001, seconds),
        percentile(sorted, 0.50),
        percentile(sorted, 0.95),
        percentile(sorted, 0.99),
        percentile(sorted, 1.0));
  }

  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }
}
