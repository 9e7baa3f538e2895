package io.sallyport.server.call;

import io.sallyport.server.policy.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls each user has at the moment. Any thread. */
final class Concurrency {
  private final Map<Address, Integer> calls = new ConcurrentHashMap<>();

  void add(Address user) {
    calls.merge(user, 1, Integer::sum);
  }

  void remove(Address user) {
    calls.computeIfPresent(user, (who, count) -> count > 1 ? count - 1 : null);
  }

  int of(Address user) {
    return calls.getOrDefault(user, 0);
  }
}
