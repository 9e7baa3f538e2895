package io.sallyport.server.media;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.sallyport.server.observe.Counters;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The port pairs of one media loop. Pairs are bound ahead of need and stay bound, so that a call
 * costs no bind; the pair that rested longest goes out first, and none before its quarantine has
 * passed, so that stragglers of the last call meet nobody.
 */
final class PortPool {
  private static final int BATCH = 64;
  private static final long QUARANTINE_NANOS = 100_000_000L;

  private record Resting(PortPair pair, long since) {}

  // immutable
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final Counters counters;
  private final InetAddress address;
  private final LongSupplier nanoTime;

  // any thread: under this pool's lock, which no packet takes
  private final Deque<Integer> unbound = new ArrayDeque<>();
  private final Deque<Resting> free = new ArrayDeque<>();
  private int binding;
  private int taken;
  private boolean closed;

  PortPool(
      EventLoop loop,
      Bootstrap bootstrap,
      Counters counters,
      InetAddress address,
      IntStream evenPorts,
      LongSupplier nanoTime) {
    this.loop = loop;
    this.bootstrap = bootstrap;
    this.counters = counters;
    this.address = address;
    this.nanoTime = nanoTime;
    evenPorts.forEach(unbound::add);
  }

  /**
   * Binds the first pairs and says how many there are. Called while starting, from outside the
   * loop.
   */
  int fill() {
    boolean more = true;
    while (more && available() < BATCH) {
      more = bindNext(true);
    }
    return available();
  }

  synchronized int available() {
    return free.size();
  }

  /** Pairs that could still be handed out, bound already or not. */
  synchronized int room() {
    return free.size() + unbound.size() + binding;
  }

  synchronized int takenPairs() {
    return taken;
  }

  /** A pair, or null where none is free. Any thread. */
  PortPair take() {
    boolean refill;
    PortPair pair = null;
    synchronized (this) {
      Resting first = free.peekFirst();
      if (first != null && nanoTime.getAsLong() - first.since() >= QUARANTINE_NANOS) {
        free.removeFirst();
        taken++;
        pair = first.pair();
      }
      refill = !closed && free.size() + binding < BATCH / 2 && !unbound.isEmpty();
      binding += refill ? BATCH / 2 : 0;
    }
    if (refill) {
      loop.execute(this::refill);
    }
    return pair;
  }

  /** Takes a pair back, on the loop, after it was detached. */
  synchronized void give(PortPair pair) {
    taken--;
    if (closed) {
      pair.close();
    } else {
      free.addLast(new Resting(pair, nanoTime.getAsLong()));
    }
  }

  /** Takes a pair back that no packet path ever used. Any thread. */
  synchronized void untouched(PortPair pair) {
    taken--;
    if (closed) {
      pair.close();
    } else {
      free.addFirst(new Resting(pair, nanoTime.getAsLong() - QUARANTINE_NANOS));
    }
  }

  /** Closes what is free now, and what is given back later. */
  synchronized void close() {
    closed = true;
    unbound.clear();
    free.forEach(resting -> resting.pair().close());
    free.clear();
  }

  private void refill() {
    for (int i = 0; i < BATCH / 2; i++) {
      bindNext(false);
      synchronized (this) {
        binding--;
      }
    }
  }

  /** Binds one pair; a port that another program holds costs its pair, no more. */
  private boolean bindNext(boolean wait) {
    Integer even;
    synchronized (this) {
      even = unbound.pollFirst();
    }
    if (even == null) {
      return false;
    }
    MediaPort media = new MediaPort(counters, false);
    MediaPort control = new MediaPort(counters, true);
    ChannelFuture first = bootstrap.clone().handler(media).bind(address, even);
    ChannelFuture second = bootstrap.clone().handler(control).bind(address, even + 1);
    if (wait) {
      first.awaitUninterruptibly();
      second.awaitUninterruptibly();
    }
    second.addListener(bound -> bound(even, first, second, media, control));
    return true;
  }

  /** Both binds were queued on one loop, so the first is done when the second is. */
  private void bound(
      int even, ChannelFuture first, ChannelFuture second, MediaPort media, MediaPort control) {
    if (!first.isSuccess() || !second.isSuccess()) {
      first.channel().close();
      second.channel().close();
      return;
    }
    media.opened(first.channel(), even);
    control.opened(second.channel(), even + 1);
    PortPair pair = new PortPair(media, control);
    synchronized (this) {
      if (!closed) {
        free.addFirst(new Resting(pair, nanoTime.getAsLong() - QUARANTINE_NANOS));
        return;
      }
    }
    pair.close();
  }
}
