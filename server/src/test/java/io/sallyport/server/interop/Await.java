package io.sallyport.server.interop;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what a real program will do soon, and shows its log where it does not. */
final class Await {
  private static final int SHOWN = 4_000;

  private Await() {}

  static void until(String what, Duration atMost, BooleanSupplier condition, Supplier<String> log) {
    try {
      Awaitility.await()
          .atMost(atMost)
          .pollInterval(Duration.ofMillis(50))
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      String text = log.get();
      String end = text.substring(Math.max(0, text.length() - SHOWN));
      throw new AssertionError(
          what + " did not happen in " + atMost.toMillis() + " ms. The end of the log:\n" + end, e);
    }
  }
}
