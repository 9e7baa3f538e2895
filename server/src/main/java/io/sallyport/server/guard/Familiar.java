package io.sallyport.server.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
  private static final int LONGEST_NAME = 64;

  /** A user at a place. */
  record Pair(PeerNetwork network, String user) {}

  // immutable
  private final LongSupplier nanoTime;

  // any thread; a pair's value is when it was last written to the database
  private final Cache<Pair, Long> pairs;
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
    Pair pair = pair(network, user);
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
    return pairs.getIfPresent(pair(network, user)) != null;
  }

  private static Pair pair(PeerNetwork network, String user) {
    return new Pair(network, user.length() > LONGEST_NAME ? user.substring(0, LONGEST_NAME) : user);
  }
}
