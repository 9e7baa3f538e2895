package io.sallyport.server.path;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that DTLS handshakes are expected from, where no connectivity check proves a place:
 * those that signalling comes from, and those that SDP names. A hello from anywhere else gets
 * nothing, not even a cookie.
 */
final class HelloAddresses {
  /** Of one transport: its own, and those of the devices that its offer went to. */
  static final int MAX_PER_TRANSPORT = 32;

  // any thread
  private final Map<InetAddress, Set<Endpoint>> expected = new ConcurrentHashMap<>();
  private final Map<Endpoint, Set<InetAddress>> addresses = new ConcurrentHashMap<>();

  void expect(InetAddress address, Endpoint endpoint) {
    Set<InetAddress> own = addresses.computeIfAbsent(endpoint, e -> ConcurrentHashMap.newKeySet());
    if (own.size() >= MAX_PER_TRANSPORT || !own.add(address)) {
      return;
    }
    expected.compute(
        address,
        (a, there) -> {
          Set<Endpoint> waiting = there == null ? ConcurrentHashMap.newKeySet(1) : there;
          waiting.add(endpoint);
          return waiting;
        });
    if (endpoint.closed()) {
      remove(endpoint);
    }
  }

  boolean contains(InetAddress address) {
    return expected.containsKey(address);
  }

  void remove(Endpoint endpoint) {
    Set<InetAddress> own = addresses.remove(endpoint);
    if (own == null) {
      return;
    }
    for (InetAddress address : own) {
      expected.computeIfPresent(
          address,
          (a, there) -> {
            there.remove(endpoint);
            return there.isEmpty() ? null : there;
          });
    }
  }
}
