package io.sallyport.server.seal;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings checkpoints to one place, in order, each until it is taken. Where too many wait the oldest
 * is given up: a newer one vouches for it.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int MOST_WAITING = 1_024;
  private static final long ALARM_NANOS = TimeUnit.MINUTES.toNanos(5);

  // immutable
  private final Outside.Place place;
  private final Duration retry;
  private final Counters counters;
  private final Thread thread;

  // any thread: under lock
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private boolean finishing;
  private boolean closed;
  private String failure;
  private long failures;
  private long failingSince;
  private long taken;

  Courier(Outside.Place place, Duration retry, Counters counters) {
    this.place = place;
    this.retry = retry;
    this.counters = counters;
    this.thread = new Thread(this::run, "seal-to-" + place.name());
    thread.setDaemon(true);
    thread.start();
  }

  void push(String note) {
    lock.lock();
    try {
      if (waiting.size() == MOST_WAITING) {
        waiting.poll();
        counters.add(Counter.SEAL_OUTSIDE_DROPPED);
      }
      waiting.add(note);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Health check() {
    lock.lock();
    try {
      if (failure == null) {
        return new Health(true, "");
      }
      boolean early = System.nanoTime() - failingSince < ALARM_NANOS;
      return new Health(
          early,
          "%s has failed %d times, %d checkpoints wait: %s"
              .formatted(place.name(), failures, waiting.size(), failure));
    } finally {
      lock.unlock();
    }
  }

  Delivery delivery() {
    lock.lock();
    try {
      return new Delivery(place.name(), taken, waiting.size(), failure == null ? "" : failure);
    } finally {
      lock.unlock();
    }
  }

  /** What waits is tried once more, and then no more. */
  void finish() {
    lock.lock();
    try {
      finishing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(long deadline) {
    try {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (String note = next(); note != null; note = next()) {
      try {
        place.deliver(note);
        taken(note);
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }
  }

  /** Waits for the oldest that waits; null at the end. */
  private String next() {
    lock.lock();
    try {
      while (!closed && waiting.isEmpty() && !finishing) {
        changed.await();
      }
      return closed ? null : waiting.peek();
    } catch (InterruptedException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void taken(String note) {
    counters.add(Counter.SEAL_OUTSIDE_TAKEN);
    lock.lock();
    try {
      waiting.removeFirstOccurrence(note);
      taken++;
      if (failure != null) {
        LOG.info("checkpoints are taken again by {}", place.name());
      }
      failure = null;
      failures = 0;
    } finally {
      lock.unlock();
    }
  }

  private void failed(Exception e) {
    counters.add(Counter.SEAL_OUTSIDE_FAILED);
    lock.lock();
    try {
      if (failure == null) {
        failingSince = System.nanoTime();
        LOG.warn("a checkpoint was not taken by {}: {}", place.name(), e.toString());
      }
      failure = e.toString();
      failures++;
      if (finishing) {
        waiting.clear();
        return;
      }
      for (long left = retry.toNanos(); left > 0 && !closed && !finishing; ) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
