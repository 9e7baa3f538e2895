package io.sallyport.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Wrong passwords by source, so that guessing is slow and a user cannot be locked out by strangers:
 * a block holds for one address, never for an account. An IPv6 source is its /64, which is what one
 * subscriber has. Bounded; any thread.
 */
final class Failures {
  private static final int MAX_NAME = 64;
  private static final Duration FAMILIAR_FOR = Duration.ofHours(24);

  private record Pair(long network, int family, String user) {}

  // immutable
  private final int perPair;
  private final int perAddress;

  // any thread
  private final Cache<Pair, Integer> counts;
  private final Cache<Pair, Boolean> familiar;

  Failures(AuthSettings settings, LongSupplier nanoTime) {
    this.perPair = settings.failuresBeforeBlock();
    this.perAddress = settings.addressFailuresBeforeBlock();
    this.counts =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterWrite(settings.blockFor())
            .ticker(nanoTime::getAsLong)
            .build();
    this.familiar =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterAccess(FAMILIAR_FOR)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Whether a login of this user from this address is not even looked at. */
  boolean isBlocked(InetAddress address, String user) {
    Pair pair = pair(address, user);
    if (count(pair) >= perPair) {
      return true;
    }
    // in an office behind one address, one wrong phone must not stop those that have logged in
    // before
    return count(pair(address, "")) >= perAddress && familiar.getIfPresent(pair) == null;
  }

  void failed(InetAddress address, String user) {
    counts.asMap().merge(pair(address, user), 1, Integer::sum);
    counts.asMap().merge(pair(address, ""), 1, Integer::sum);
  }

  void succeeded(InetAddress address, String user) {
    Pair pair = pair(address, user);
    if (counts.getIfPresent(pair) != null) {
      counts.invalidate(pair);
    }
    if (familiar.getIfPresent(pair) == null) {
      familiar.put(pair, Boolean.TRUE);
    }
  }

  private int count(Pair pair) {
    Integer count = counts.getIfPresent(pair);
    return count == null ? 0 : count;
  }

  private static Pair pair(InetAddress address, String user) {
    String name = user.length() > MAX_NAME ? user.substring(0, MAX_NAME) : user;
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new Pair(bytes.getLong(), 6, name)
        : new Pair(bytes.getInt(), 4, name);
  }
}
