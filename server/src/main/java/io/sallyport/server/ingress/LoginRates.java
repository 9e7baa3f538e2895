package io.sallyport.server.ingress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/** A token bucket for each login that has been busy lately; the table is bounded. Any thread. */
final class LoginRates {
  // any thread: Caffeine and Bucket4j are thread-safe
  private final Cache<String, Bucket> buckets;
  private final IngressSettings settings;

  LoginRates(IngressSettings settings) {
    this.settings = settings;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(settings.trackedLogins())
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();
  }

  /** Whether one more request of this login is within its rate. */
  boolean admit(String user) {
    return buckets.get(user, u -> bucket()).tryConsume(1);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            l ->
                l.capacity(settings.burst())
                    .refillGreedy(settings.requestsPerSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
