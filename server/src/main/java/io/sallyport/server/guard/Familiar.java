package io.sallyport.server.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.server.base.LoginPlace;
import io.sallyport.server.base.PeerNetwork;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Who has logged in from where within a day: a guesser behind the office's one address must not
 * shut out the office. Bounded; any thread.
 */
final class Familiar {
  static final Duration LASTS = Duration.ofHours(24);
  private static final Duration STORED_AGAIN = Duration.ofHours(12);

  // immutable
  private final LongSupplier nanoTime;

  // any thread; a pair's value is when it was last written to the database
  private final Cache<LoginPlace, Long> pairs;
  private final Cache<PeerNetwork, Boolean> networks;

  Familiar(GuardSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.pairs =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterAccess(LASTS)
            .ticker(nanoTime::getAsLong)
            .build();
    this.networks =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterAccess(LASTS)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** A login was proved; whether that is to be stored. */
  boolean loggedIn(PeerNetwork network, String user) {
    LoginPlace pair = new LoginPlace(network, user);
    long now = nanoTime.getAsLong();
    Long stored = pairs.getIfPresent(pair);
    if (networks.getIfPresent(network) == null) {
      networks.put(network, Boolean.TRUE);
    }
    if (stored != null && now - stored < STORED_AGAIN.toNanos()) {
      return false;
    }
    pairs.put(pair, now);
    return true;
  }

  boolean knows(PeerNetwork network) {
    return networks.getIfPresent(network) != null;
  }

  boolean knows(PeerNetwork network, String user) {
    return pairs.getIfPresent(new LoginPlace(network, user)) != null;
  }
}
