package io.sallyport.server.base;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop with a virtual clock, run by its test: a timer test of 32 s takes microseconds. */
public final class ManualLoop implements Loop {
  private record Entry(long at, long order, Runnable task, boolean[] cancelled) {}

  private final String name;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Entry> timers =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private long now;
  private long order;

  public ManualLoop(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized boolean offer(Runnable task) {
    return tasks.add(task);
  }

  @Override
  public synchronized void post(Runnable task) {
    tasks.add(task);
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable task) {
    boolean[] cancelled = new boolean[1];
    timers.add(new Entry(now + delay.toNanos(), order++, task, cancelled));
    return () -> cancelled[0] = true;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  /** Runs every queued task, including those that tasks add, without moving the clock. */
  public void run() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  /** Moves the clock on, firing timers in order at their own times. */
  public void advance(Duration by) {
    long end = nanoTime() + by.toNanos();
    run();
    for (Entry due = due(end); due != null; due = due(end)) {
      if (!due.cancelled()[0]) {
        due.task().run();
      }
      run();
    }
    synchronized (this) {
      now = end;
    }
  }

  /** The number of timers that would still fire. */
  public synchronized long pendingTimers() {
    return timers.stream().filter(e -> !e.cancelled()[0]).count();
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }

  private synchronized Entry due(long end) {
    Entry first = timers.peek();
    if (first == null || first.at() > end) {
      return null;
    }
    now = Math.max(now, first.at());
    return timers.poll();
  }
}
