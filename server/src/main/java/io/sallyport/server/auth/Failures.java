package io.sallyport.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.server.base.LoginPlace;
import io.sallyport.server.base.PeerNetwork;
import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * Wrong passwords of one user from one network, so that guessing is slow and a user cannot be
 * locked out by strangers: a block holds for one network, never for an account. What a network does
 * in all is the guard's to count. Bounded; any thread.
 */
final class Failures {
  // immutable
  private final int most;

  // any thread
  private final Cache<LoginPlace, Integer> counts;

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
    Integer count = counts.getIfPresent(place(address, user));
    return count != null && count >= most;
  }

  void failed(InetAddress address, String user) {
    counts.asMap().merge(place(address, user), 1, Integer::sum);
  }

  void succeeded(InetAddress address, String user) {
    LoginPlace place = place(address, user);
    if (counts.getIfPresent(place) != null) {
      counts.invalidate(place);
    }
  }

  private static LoginPlace place(InetAddress address, String user) {
    return new LoginPlace(PeerNetwork.of(address), user);
  }
}
