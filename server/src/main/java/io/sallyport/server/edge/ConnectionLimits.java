package io.sallyport.server.edge;

import io.sallyport.server.base.PeerNetwork;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open TCP connections, in all and of each peer; the caps against floods of connections. */
final class ConnectionLimits {
  // immutable
  private final int most;
  private final int mostOfOne;

  // any thread
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<PeerNetwork, Integer> openOfOne = new ConcurrentHashMap<>();

  ConnectionLimits(EdgeSettings.Limits limits) {
    this.most = limits.connections();
    this.mostOfOne = limits.connectionsPerAddress();
  }

  /**
   * Counts one more connection unless that is one too many; each success needs one {@link
   * #release}.
   */
  boolean admit(InetAddress address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    boolean[] admitted = new boolean[1];
    openOfOne.compute(
        PeerNetwork.of(address),
        (peer, count) -> {
          int now = count == null ? 0 : count;
          admitted[0] = now < mostOfOne;
          return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
    if (!admitted[0]) {
      open.decrementAndGet();
    }
    return admitted[0];
  }

  void release(InetAddress address) {
    open.decrementAndGet();
    openOfOne.computeIfPresent(
        PeerNetwork.of(address), (peer, count) -> count == 1 ? null : count - 1);
  }

  int open() {
    return open.get();
  }
}
