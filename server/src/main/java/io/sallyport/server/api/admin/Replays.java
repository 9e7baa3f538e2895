package io.sallyport.server.api.admin;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.base.Component;
import io.sallyport.server.rulebook.Replay;
import io.sallyport.server.rulebook.ReplayReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays of drafts: one runs at a time, on a thread of its own, and the last few reports are kept
 * in memory.
 */
public final class Replays implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final int MOST_KEPT = 5;
  private static final int PERCENT = 100;
  private static final int PATIENCE_SECONDS = 5;

  /** Where a replay is. */
  enum State {
    RUNNING,
    DONE,
    FAILED,
    STOPPED
  }

  /** How a replay stands. */
  record Standing(long id, State state, int percent, String why, Optional<ReplayReport> report) {}

  /** Thrown through a replay that nobody wants any more. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  // immutable
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "replay");
            made.setDaemon(true);
            return made;
          });

  // any thread: under this object's lock
  private final Map<Long, Standing> kept = new LinkedHashMap<>();
  private long last;
  private boolean closed;

  @Override
  public String name() {
    return "replays";
  }

  @Override
  public void start() {
    // its thread starts with the first replay
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      kept.replaceAll((id, s) -> s.state() == State.RUNNING ? stopped(s) : s);
    }
    thread.shutdown();
    try {
      thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins a replay; empty where another runs. */
  synchronized Optional<Standing> start(Replay replay, Archive archive) {
    boolean busy = kept.values().stream().anyMatch(s -> s.state() == State.RUNNING);
    if (busy || closed) {
      return Optional.empty();
    }
    long id = ++last;
    Standing begun = new Standing(id, State.RUNNING, 0, "", Optional.empty());
    kept.put(id, begun);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    thread.execute(() -> run(id, replay, archive));
    return Optional.of(begun);
  }

  synchronized Optional<Standing> standing(long id) {
    return Optional.ofNullable(kept.get(id));
  }

  synchronized void stop(long id) {
    kept.computeIfPresent(id, (same, s) -> s.state() == State.RUNNING ? stopped(s) : s);
  }

  private static Standing stopped(Standing running) {
    return new Standing(running.id(), State.STOPPED, running.percent(), "", Optional.empty());
  }

  private void run(long id, Replay replay, Archive archive) {
    long end = Math.max(1, archive.durable());
    long[] first = {-1};
    try (ArchiveReader reader = archive.fields(replay.period().from())) {
      ReplayReport report =
          replay.run(
              reader,
              sequence -> {
                first[0] = first[0] < 0 ? sequence : first[0];
                long all = Math.max(1, end - first[0]);
                at(id, (int) Math.min(PERCENT - 1, PERCENT * (sequence - first[0]) / all));
              });
      now(id, new Standing(id, State.DONE, PERCENT, "", Optional.of(report)));
    } catch (Stopped asked) {
      LOG.info("replay {} was stopped", id);
    } catch (IOException e) {
      now(id, failed(id, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("replay {} failed", id, e);
      now(id, failed(id, "something went wrong here; it is in the log"));
    }
  }

  private static Standing failed(long id, String why) {
    return new Standing(id, State.FAILED, 0, why, Optional.empty());
  }

  private void at(long id, int percent) {
    now(id, new Standing(id, State.RUNNING, percent, "", Optional.empty()));
  }

  private synchronized void now(long id, Standing standing) {
    if (kept.get(id).state() != State.RUNNING) {
      throw new Stopped();
    }
    kept.put(id, standing);
  }
}
