package io.sallyport.server.base;

import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns the transactions, dialogs and calls of a shard (architecture, section 4).
 *
 * <p>{@link #offer} refuses beyond the capacity; {@link #post} never does. A task that throws is
 * logged with its name and counted, and the loop goes on; one that holds the loop for more than 50
 * ms names itself in the log. An idle loop sleeps until its next timer.
 */
public final class ShardLoop implements Loop, Component {
  /** How many tasks may wait before {@link #offer} refuses. */
  public static final int CAPACITY = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ShardLoop.class);
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CLOSE_MILLIS = 2_000;
  private static final int TASKS_BETWEEN_TIMERS = 64;

  // immutable
  private final String name;
  private final int capacity;
  private final long slowNanos;
  private final Counters counters;
  private final Thread thread;

  // any thread
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean asleep;
  private volatile boolean closing;
  private volatile long busySince;

  // owned by: this loop
  private final TimerHeap timers = new TimerHeap();
  private long now;

  public ShardLoop(String name, Counters counters) {
    this(name, CAPACITY, counters);
  }

  public ShardLoop(String name, int capacity, Counters counters) {
    this(name, capacity, SLOW, counters);
  }

  /**
   * A loop of another kind of work.
   *
   * @param slow how long a task may take before it names itself; a disk takes its time
   */
  public ShardLoop(String name, int capacity, Duration slow, Counters counters) {
    this.name = name;
    this.capacity = capacity;
    this.slowNanos = slow.toNanos();
    this.counters = counters;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public Health check() {
    if (!thread.isAlive()) {
      return Health.failing("the loop " + name + " does not run");
    }
    long since = busySince;
    if (since != 0 && System.nanoTime() - since > STUCK_NANOS) {
      return Health.failing("the loop " + name + " has been in one task for more than 5 s");
    }
    return Health.OK;
  }

  /** Runs what is queued and ends; timers that are pending never fire. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    if (inLoop()) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean offer(Runnable task) {
    if (waiting.get() >= capacity || closing) {
      return false;
    }
    post(task);
    return true;
  }

  @Override
  public void post(Runnable task) {
    waiting.incrementAndGet();
    tasks.add(task);
    // the loop sets the flag before it looks at the queue a last time, so that no wake-up is lost
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (inLoop()) {
      TimerHeap.Entry entry = timers.add(System.nanoTime() + delay.toNanos(), task);
      return () -> cancel(entry);
    }
    return scheduleFromOutside(delay, task);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  private void cancel(TimerHeap.Entry entry) {
    if (inLoop()) {
      timers.remove(entry);
    } else {
      post(() -> timers.remove(entry));
    }
  }

  private Timer scheduleFromOutside(Duration delay, Runnable task) {
    long deadline = System.nanoTime() + delay.toNanos();
    TimerHeap.Entry[] entry = new TimerHeap.Entry[1];
    post(() -> entry[0] = timers.add(deadline, task));
    return () -> {
      Runnable cancelling =
          () -> {
            if (entry[0] != null) {
              timers.remove(entry[0]);
            }
          };
      if (inLoop()) {
        cancelling.run();
      } else {
        post(cancelling);
      }
    };
  }

  private void run() {
    now = System.nanoTime();
    while (true) {
      runDueTimers();
      int ran = runTasks();
      if (ran > 0) {
        continue;
      }
      if (closing && tasks.isEmpty()) {
        return;
      }
      sleep();
    }
  }

  private void runDueTimers() {
    for (Runnable task = timers.poll(now); task != null; task = timers.poll(now)) {
      guarded(task);
    }
  }

  private int runTasks() {
    int ran = 0;
    while (ran < TASKS_BETWEEN_TIMERS) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      waiting.decrementAndGet();
      ran++;
      guarded(task);
    }
    return ran;
  }

  private void sleep() {
    asleep = true;
    long nanos = timers.untilNext(now);
    if (tasks.isEmpty() && !closing && nanos > 0) {
      if (nanos == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    }
    asleep = false;
    now = System.nanoTime();
  }

  /** Every error ends here: one task is lost, nothing else. */
  private void guarded(Runnable task) {
    busySince = now;
    try {
      task.run();
    } catch (Throwable e) {
      counters.add(Counter.LOOP_TASKS_FAILED);
      LOG.error("{}: {} failed", name, nameOf(task), e);
    }
    long started = now;
    now = System.nanoTime();
    busySince = 0;
    if (now - started > slowNanos) {
      counters.add(Counter.LOOP_TASKS_SLOW);
      long millis = TimeUnit.NANOSECONDS.toMillis(now - started);
      LOG.warn("{}: {} took {} ms", name, nameOf(task), millis);
    }
  }

  private static String nameOf(Runnable task) {
    return task.getClass().getName();
  }
}
