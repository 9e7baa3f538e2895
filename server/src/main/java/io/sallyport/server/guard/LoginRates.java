package io.sallyport.server.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A token bucket for each login that has been busy lately; the table is bounded. Any thread. */
final class LoginRates {
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
  private final GuardSettings settings;
  private final Ticks ticks;

  LoginRates(GuardSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.ticks = new Ticks(nanoTime);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterAccess(Duration.ofMinutes(5))
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Whether one more request of this login is within its rate. */
  boolean admit(String user) {
    return buckets.get(user, u -> bucket()).tryConsume(1);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .withCustomTimePrecision(ticks)
        .addLimit(
            l ->
                l.capacity(settings.burst())
                    .refillGreedy(settings.requestsPerSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
