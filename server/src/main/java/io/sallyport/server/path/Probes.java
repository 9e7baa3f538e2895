package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The probes that are under way, few at a time, findable by what a check names. */
final class Probes {
  static final int MOST = 16;

  // immutable
  private final LongSupplier nanoTime;
  private final SecureRandom random;

  // any thread
  private final Map<String, Probe> byFragment = new ConcurrentHashMap<>();

  Probes(LongSupplier nanoTime, SecureRandom random) {
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** A new one; empty where too many are under way. */
  synchronized Optional<Probe> open(Duration lasting) {
    long now = nanoTime.getAsLong();
    byFragment.values().removeIf(probe -> probe.over(now));
    if (byFragment.size() >= MOST) {
      return Optional.empty();
    }
    IceCredentials credentials =
        new IceCredentials(
            IceCredentials.newFragment(random), IceCredentials.newPassword(random), "", "");
    Probe probe = new Probe(credentials, now + lasting.toNanos(), this);
    byFragment.put(probe.fragment(), probe);
    return Optional.of(probe);
  }

  /** Whose check it is, where it may be answered; null otherwise. On any media loop. */
  IceCredentials named(String fragment) {
    Probe probe = byFragment.get(fragment);
    return probe == null || probe.over(nanoTime.getAsLong()) || !probe.mayAnswer()
        ? null
        : probe.credentials();
  }

  /** A check was proven to be of that probe. */
  void answered(String fragment, InetSocketAddress source) {
    Probe probe = byFragment.get(fragment);
    if (probe != null) {
      probe.heard(source);
    }
  }

  void forget(Probe probe) {
    byFragment.remove(probe.fragment(), probe);
  }
}
