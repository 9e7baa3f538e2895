package io.sallyport.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.server.base.PeerNetwork;
import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * Wrong passwords of one user from one network, so that guessing is slow and a user cannot be
 * locked out by strangers: a block holds for one network, never for an account. What a network does
 * in all is the guard's to count. Bounded; any thread.
 */
final class Failures {
  private static final int MAX_NAME = 64;

  private record Pair(PeerNetwork network, String user) {}

  // immutable
  private final int most;

  // any thread
  private final Cache<Pair, Integer> counts;

  Failures(AuthSettings settings, LongSupplier nanoTime) {
    this.most = settings.failuresBeforeBlock();
    this.counts =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterWrite(settings.blockFor())
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Whether a login of this user from this address is not even looked at. */
  boolean isBlocked(InetAddress address, String user) {
    Integer count = counts.getIfPresent(pair(address, user));
    return count != null && count >= most;
  }

  void failed(InetAddress address, String user) {
    counts.asMap().merge(pair(address, user), 1, Integer::sum);
  }

  void succeeded(InetAddress address, String user) {
    Pair pair = pair(address, user);
    if (counts.getIfPresent(pair) != null) {
      counts.invalidate(pair);
    }
  }

  private static Pair pair(InetAddress address, String user) {
    String name = user.length() > MAX_NAME ? user.substring(0, MAX_NAME) : user;
    return new Pair(PeerNetwork.of(address), name);
  }
}
