package io.sallyport.server.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A token bucket for each name that has been busy lately; the table is bounded. Any thread. */
final class Rates {
  /** The clock that the guard is given, as the buckets want it. */
  private record Ticks(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  // any thread: Caffeine and Bucket4j are thread-safe
  private final Cache<String, Bucket> buckets;
  private final int burst;
  private final int tokens;
  private final Duration period;
  private final Ticks ticks;

  /**
   * @param tokens that come back in each period
   */
  Rates(int remembered, int burst, int tokens, Duration period, LongSupplier nanoTime) {
    this.burst = burst;
    this.tokens = tokens;
    this.period = period;
    this.ticks = new Ticks(nanoTime);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(remembered)
            .expireAfterAccess(Duration.ofMinutes(5))
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Whether one more of this name is within its rate. */
  boolean admit(String name) {
    return buckets.get(name, n -> bucket()).tryConsume(1);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .withCustomTimePrecision(ticks)
        .addLimit(l -> l.capacity(burst).refillGreedy(tokens, period))
        .build();
  }
}
