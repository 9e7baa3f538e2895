package io.sallyport.server.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks of a test, which move together. */
final class Clockwork implements InstantSource {
  private Instant at;
  // a monotonic clock may overflow
  private long nanos = Long.MAX_VALUE - 1_000;

  Clockwork(String instant) {
    at = Instant.parse(instant);
  }

  void pass(Duration time) {
    at = at.plus(time);
    nanos += time.toNanos();
  }

  long nanoTime() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return at;
  }
}
