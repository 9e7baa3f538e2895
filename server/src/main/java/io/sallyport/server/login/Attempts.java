package io.sallyport.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failed sign-ins, and how long the next one must wait: longer with each failure of one name from
 * one network, and for a name that fails from many networks at once, from those that it never
 * signed in from. So nobody can lock a colleague out of the network that the colleague uses. Any
 * thread; remembers a bounded number.
 */
final class Attempts {
  private static final int FREE = 3;
  private static final int FREE_EVERYWHERE = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGET = Duration.ofHours(1);
  private static final int MOST = 20_000;

  private record Failures(int count, Instant last) {}

  // immutable
  private final InstantSource clock;

  // guarded by this; the one changed longest ago is dropped first
  private final Map<String, Failures> failures = bounded();
  private final Map<String, Boolean> good = bounded();

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  /** How long until this name may be tried from this network; zero for now. */
  synchronized Duration wait(String user, String network) {
    Instant now = clock.instant();
    Duration here = wait(failures.get(user + " " + network), FREE, now);
    if (good.containsKey(user + " " + network)) {
      return here;
    }
    Duration everywhere = wait(failures.get(user), FREE_EVERYWHERE, now);
    return here.compareTo(everywhere) > 0 ? here : everywhere;
  }

  synchronized void failed(String user, String network) {
    count(user + " " + network);
    count(user);
  }

  synchronized void succeeded(String user, String network) {
    failures.remove(user + " " + network);
    failures.remove(user);
    good.put(user + " " + network, true);
  }

  private void count(String key) {
    Instant now = clock.instant();
    Failures before = failures.remove(key);
    boolean recent = before != null && before.last().plus(FORGET).isAfter(now);
    failures.put(key, new Failures(recent ? before.count() + 1 : 1, now));
  }

  private static Duration wait(Failures failed, int free, Instant now) {
    if (failed == null || failed.count() < free) {
      return Duration.ZERO;
    }
    long seconds = 1L << Math.min(20, failed.count() - free + 1);
    Duration whole = Duration.ofSeconds(Math.min(LONGEST.toSeconds(), seconds));
    Duration left = Duration.between(now, failed.last().plus(whole));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }
}
