package io.sallyport.server.archive;

import io.sallyport.server.base.Component;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of the archive while the server runs, for who looks at a page: one at a time, on a thread
 * of its own and of low priority, with its progress and its verdict in words. Ends in vain after a
 * bounded time, and when the server stops.
 */
public final class Verification implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration GOODBYE = Duration.ofSeconds(10);
  private static final long TELL_MILLIS = 500;

  /** How a check is done. */
  public interface Check {
    /**
     * @param goOn told how many records hold so far; false ends it, by an exception
     */
    VerifyReport run(LongPredicate goOn) throws IOException;
  }

  /** How far a check has come. */
  public enum Phase {
    /** None was asked for since the server started. */
    NONE,
    RUNNING,
    /** All holds. */
    GOOD,
    /** Something is wrong. */
    BAD,
    /** It came to no end. */
    STOPPED
  }

  /**
   * The newest check.
   *
   * @param by who asked for it
   * @param done records that hold so far
   * @param total records when it began
   * @param recordings that are there and as their records say; 0 before the end
   * @param verdict a sentence; empty before the end
   * @param notes what is no fault but should be known
   */
  public record ArchiveCheck(
      Phase phase,
      String by,
      Instant began,
      Instant ended,
      long done,
      long total,
      long recordings,
      String verdict,
      List<String> notes) {}

  // immutable
  private final Archive archive;
  private final Check check;
  private final InstantSource clock;
  private final Consumer<ArchiveCheck> told;

  // any thread: under this object's monitor, but for the reading of volatiles
  private volatile ArchiveCheck state =
      new ArchiveCheck(Phase.NONE, "", null, null, 0, 0, 0, "", List.of());
  private volatile boolean closing;
  private Thread thread;

  /**
   * @param told of each step, on the check's thread
   */
  public Verification(
      Archive archive, Check check, InstantSource clock, Consumer<ArchiveCheck> told) {
    this.archive = archive;
    this.check = check;
    this.clock = clock;
    this.told = told;
  }

  @Override
  public String name() {
    return "verification";
  }

  @Override
  public void start() {
    // begins when somebody asks
  }

  /** Begins a check; false where one runs. */
  public synchronized boolean begin(String by) {
    if (closing || state.phase() == Phase.RUNNING) {
      return false;
    }
    state =
        new ArchiveCheck(
            Phase.RUNNING, by, clock.instant(), null, 0, archive.durable(), 0, "", List.of());
    thread = new Thread(this::run, "verification");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  /** The newest check. Any thread. */
  public ArchiveCheck state() {
    return state;
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closing = true;
      running = thread;
    }
    try {
      if (running != null) {
        running.join(GOODBYE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    told.accept(state);
    ArchiveCheck begun = state;
    Instant deadline = begun.began().plus(LONGEST);
    long[] lastTold = {clock.millis()};
    try {
      VerifyReport report =
          check.run(
              done -> {
                long now = clock.millis();
                if (now - lastTold[0] >= TELL_MILLIS) {
                  lastTold[0] = now;
                  state = at(begun, Phase.RUNNING, null, done, 0, "", List.of());
                  told.accept(state);
                }
                return !closing && now < deadline.toEpochMilli();
              });
      state =
          at(
              begun,
              report.ok() ? Phase.GOOD : Phase.BAD,
              clock.instant(),
              report.records(),
              report.recordings(),
              verdict(report),
              report.notes());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the check of the archive came to no end: {}", e.toString());
      state =
          at(
              begun,
              Phase.STOPPED,
              clock.instant(),
              state.done(),
              0,
              Optional.ofNullable(e.getMessage()).orElse("the check failed"),
              List.of());
    }
    told.accept(state);
  }

  private static ArchiveCheck at(
      ArchiveCheck begun,
      Phase phase,
      Instant ended,
      long done,
      long recordings,
      String verdict,
      List<String> notes) {
    long total = Math.max(begun.total(), done);
    return new ArchiveCheck(
        phase, begun.by(), begun.began(), ended, done, total, recordings, verdict, notes);
  }

  private static String verdict(VerifyReport report) {
    return report
        .problem()
        .map(problem -> "%s. The %d records before it hold.".formatted(problem, report.records()))
        .orElseGet(
            () ->
                ("All %d records are there, whole, in order and as the signed checkpoints have"
                        + " them, and %d recordings are as their records say.")
                    .formatted(report.records(), report.recordings()));
  }
}
