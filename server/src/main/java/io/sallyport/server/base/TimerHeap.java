package io.sallyport.server.base;

import java.util.Arrays;

/**
 * The pending timers of one loop: a binary heap whose entries know their place, so that a cancelled
 * timer leaves at once and holds nothing in memory. Most SIP timers are cancelled long before their
 * 32 s. Confined to its loop.
 */
final class TimerHeap {

  /** One timer; its place is -1 once it has fired or been cancelled. */
  static final class Entry {
    private final long deadline;
    private final long order;
    private Runnable task;
    private int place = -1;

    private Entry(long deadline, long order, Runnable task) {
      this.deadline = deadline;
      this.order = order;
      this.task = task;
    }

    private boolean before(Entry other) {
      long difference = deadline - other.deadline;
      return difference < 0 || (difference == 0 && order < other.order);
    }
  }

  // owned by: the loop
  private Entry[] heap = new Entry[64];
  private int size;
  private long orders;

  int size() {
    return size;
  }

  Entry add(long deadline, Runnable task) {
    Entry entry = new Entry(deadline, orders++, task);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    up(entry, size - 1);
    return entry;
  }

  void remove(Entry entry) {
    int at = entry.place;
    if (at < 0) {
      return;
    }
    entry.place = -1;
    entry.task = null;
    size--;
    Entry last = heap[size];
    heap[size] = null;
    if (at == size) {
      return;
    }
    if (at > 0 && last.before(heap[(at - 1) >>> 1])) {
      up(last, at);
    } else {
      down(last, at);
    }
  }

  /** The task of the earliest timer that is due, removed; null where none is. */
  Runnable poll(long now) {
    if (size == 0 || heap[0].deadline - now > 0) {
      return null;
    }
    Entry first = heap[0];
    Runnable task = first.task;
    remove(first);
    return task;
  }

  /** Nanoseconds until the earliest timer, at least 0; Long.MAX_VALUE without timers. */
  long untilNext(long now) {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].deadline - now);
  }

  private void up(Entry entry, int from) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!entry.before(heap[parent])) {
        break;
      }
      put(heap[parent], at);
      at = parent;
    }
    put(entry, at);
  }

  private void down(Entry entry, int from) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (!heap[child].before(entry)) {
        break;
      }
      put(heap[child], at);
      at = child;
    }
    put(entry, at);
  }

  private void put(Entry entry, int at) {
    heap[at] = entry;
    entry.place = at;
  }
}
