package io.sallyport.server.base;

import java.time.Duration;

/**
 * A single thread of execution that owns state: tasks run one after the other, in the order in
 * which they were accepted.
 *
 * <p>State belongs to exactly one loop (architecture, section 4). Another thread changes it only by
 * posting a task here, and every queue is bounded: a full loop refuses, and the caller says what
 * that means for its peer.
 */
public interface Loop {

  /** A pending timer; cancelling one that has fired is harmless. */
  interface Timer {
    /** Never fires after this returns when called on the owning loop. */
    void cancel();
  }

  /** The loop's name for logs and thread names, such as {@code shard-0}. */
  String name();

  /**
   * Queues new work from outside.
   *
   * @return false when the queue is full; the task is then not run
   */
  boolean offer(Runnable task);

  /**
   * Queues a continuation of work already accepted (a durable journal record, a database answer, a
   * timer). Never refused while the loop runs: the number of continuations is bounded by the work
   * that was accepted.
   */
  void post(Runnable task);

  /** Runs the task on this loop after the delay. Called on the loop itself. */
  Timer schedule(Duration delay, Runnable task);

  /** Monotonic time in nanoseconds, the only clock that timers use. */
  long nanoTime();

  /** Whether the caller is running on this loop. */
  boolean inLoop();
}
