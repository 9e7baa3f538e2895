package io.sallyport.server.path;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The port pairs for plain RTP. Pairs are bound when first needed, a few ahead, and stay bound, so
 * that a call costs no bind; the pair that rested longest goes out first, and none before its
 * quarantine has passed, so that stragglers of the last call meet nobody.
 */
final class PairPool {
  /** Two ports of ours: RTP on the even one, RTCP on the odd one above. */
  record Pair(UdpPort media, UdpPort control) {
    void close() {
      media.close();
      control.close();
    }
  }

  /** Binds ports; null where another program holds one. */
  interface Binder {
    UdpPort bind(int port);
  }

  private static final int AHEAD = 16;
  private static final long QUARANTINE_NANOS = 100_000_000L;

  private record Resting(Pair pair, long since) {}

  // immutable
  private final Binder binder;
  private final LongSupplier nanoTime;

  // any thread: under this pool's lock, which no packet takes
  private final Deque<Integer> unbound = new ArrayDeque<>();
  private final Deque<Resting> free = new ArrayDeque<>();
  private int taken;
  private boolean closed;

  PairPool(Binder binder, IntStream evenPorts, LongSupplier nanoTime) {
    this.binder = binder;
    this.nanoTime = nanoTime;
    evenPorts.forEach(unbound::add);
  }

  /** Binds the first pairs and says how many there are. */
  synchronized int fill() {
    while (free.size() < AHEAD && bindNext()) {
      continue;
    }
    return free.size();
  }

  /** Pairs that could still be handed out, bound already or not. */
  synchronized int room() {
    return free.size() + unbound.size();
  }

  synchronized int taken() {
    return taken;
  }

  /** A pair, or empty where none is free. */
  synchronized Optional<Pair> take() {
    if (closed) {
      return Optional.empty();
    }
    Resting first = free.peekFirst();
    boolean rested = first != null && nanoTime.getAsLong() - first.since() >= QUARANTINE_NANOS;
    while (!rested && !unbound.isEmpty()) {
      rested = bindNext();
    }
    if (!rested) {
      return Optional.empty();
    }
    taken++;
    return Optional.of(free.removeFirst().pair());
  }

  /** Takes a pair back after it was detached. */
  synchronized void give(Pair pair) {
    taken--;
    if (closed) {
      pair.close();
    } else {
      free.addLast(new Resting(pair, nanoTime.getAsLong()));
    }
  }

  /** Closes what is free now, and what is given back later. */
  synchronized void close() {
    closed = true;
    unbound.clear();
    free.forEach(resting -> resting.pair().close());
    free.clear();
  }

  /** Binds one pair; a port that another program holds costs its pair, no more. */
  private boolean bindNext() {
    Integer even = unbound.pollFirst();
    if (even == null) {
      return false;
    }
    UdpPort media = binder.bind(even);
    UdpPort control = media == null ? null : binder.bind(even + 1);
    if (control == null) {
      if (media != null) {
        media.close();
      }
      return bindNext();
    }
    free.addFirst(new Resting(new Pair(media, control), nanoTime.getAsLong() - QUARANTINE_NANOS));
    return true;
  }
}
