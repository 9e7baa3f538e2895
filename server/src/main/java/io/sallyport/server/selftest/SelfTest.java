package io.sallyport.server.selftest;

import io.sallyport.server.base.Component;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks one after the other on a thread of its own, one run at a time; the last run can
 * be looked at while it goes on and afterwards.
 */
public final class SelfTest implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);

  // immutable
  private final Supplier<List<Check>> checks;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  // any thread: under this object's lock
  private Run latest;
  private Thread thread;
  private boolean closed;
  private final List<Consumer<Run>> listeners = new ArrayList<>();

  /**
   * @param checks made anew for each run
   */
  public SelfTest(Supplier<List<Check>> checks, InstantSource clock, LongSupplier nanoTime) {
    this.checks = checks;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return "self-test";
  }

  @Override
  public void start() {
    // nothing runs until somebody asks
  }

  /** Told of each step; on the self-test's thread. */
  public synchronized void addListener(Consumer<Run> listener) {
    listeners.add(listener);
  }

  /** Begins a run; empty where one is under way. */
  public synchronized Optional<Run> begin(String by) {
    if (closed || thread != null) {
      return Optional.empty();
    }
    List<Check> all = checks.get();
    long number = latest == null ? 1 : latest.number() + 1;
    latest = Run.begun(number, by, clock.instant(), all);
    thread = new Thread(() -> run(all), "self-test");
    thread.setDaemon(true);
    thread.start();
    return Optional.of(latest);
  }

  /** The run that goes on, or the last one; empty before the first. */
  public synchronized Optional<Run> latest() {
    return Optional.ofNullable(latest);
  }

  /** Runs the checks on the calling thread, for a command. */
  public static Run now(List<Check> checks, String by, InstantSource clock, LongSupplier nanoTime) {
    SelfTest test = new SelfTest(() -> checks, clock, nanoTime);
    synchronized (test) {
      test.latest = Run.begun(1, by, clock.instant(), checks);
    }
    test.run(checks);
    return test.latest().orElseThrow();
  }

  private void run(List<Check> all) {
    try {
      for (int i = 0; i < all.size() && !Thread.currentThread().isInterrupted(); i++) {
        step(i, all.get(i));
      }
    } finally {
      Run ended;
      synchronized (this) {
        ended =
            new Run(
                latest.number(),
                latest.by(),
                latest.began(),
                Optional.of(clock.instant()),
                latest.rows());
        latest = ended;
        thread = null;
      }
      tell(ended);
    }
  }

  private void step(int at, Check check) {
    change(at, Run.Row::running);
    long before = nanoTime.getAsLong();
    Finding finding = look(check);
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - before);
    change(at, row -> row.done(finding, took));
  }

  private static Finding look(Check check) {
    try {
      return check.work().look();
    } catch (IOException e) {
      return Finding.failed(Reasons.of(e), "look into the log for more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.failed("the server stops", "");
    } catch (Exception e) {
      LOG.error("the check {} failed", check.id(), e);
      return Finding.failed("the check itself failed: " + Reasons.of(e), "please report it");
    }
  }

  private void change(int at, java.util.function.UnaryOperator<Run.Row> change) {
    Run now;
    synchronized (this) {
      List<Run.Row> rows = new ArrayList<>(latest.rows());
      rows.set(at, change.apply(rows.get(at)));
      latest = new Run(latest.number(), latest.by(), latest.began(), Optional.empty(), rows);
      now = latest;
    }
    tell(now);
  }

  private void tell(Run now) {
    List<Consumer<Run>> told;
    synchronized (this) {
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(now));
  }

  /** Ends the run that is under way. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      running.interrupt();
    }
  }
}
