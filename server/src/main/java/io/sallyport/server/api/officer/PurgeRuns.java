package io.sallyport.server.api.officer;

import io.sallyport.server.retention.Outcome;
import io.sallyport.server.retention.PurgeReport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges that were begun from the console: they check the whole journal first, which takes longer
 * than a page waits. Retention lets one run at a time. What a stop interrupts, the next start
 * finishes.
 */
final class PurgeRuns {
  private static final Logger LOG = LoggerFactory.getLogger(PurgeRuns.class);
  private static final int REMEMBERED = 50;

  // immutable
  private final InstantSource clock;

  // any thread: under this object's lock
  private final Deque<Run> runs = new ArrayDeque<>();
  private long last;

  PurgeRuns(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One run.
   *
   * @param state running, done or failed
   * @param purge its name on record, once it is done
   * @param why it failed; else empty
   */
  record Run(
      long number,
      Instant began,
      String by,
      String state,
      String purge,
      long records,
      long objects,
      long spared,
      boolean more,
      String why) {

    private Run failed(String because) {
      return new Run(number, began, by, "failed", purge, records, objects, spared, more, because);
    }

    private Run done(PurgeReport report) {
      return new Run(
          number,
          began,
          by,
          "done",
          report.purge(),
          report.records(),
          report.objects(),
          report.spared(),
          report.more(),
          "");
    }
  }

  /** A purge, to be run. */
  interface Purge {
    Outcome<PurgeReport> run() throws IOException;
  }

  /** Those since the server started, newest first. */
  synchronized List<Run> list() {
    return new ArrayList<>(runs);
  }

  /** Begins one and does not wait for it. */
  synchronized Run begin(String by, Purge purge) {
    Run run = new Run(++last, clock.instant(), by, "running", "", 0, 0, 0, false, "");
    runs.addFirst(run);
    while (runs.size() > REMEMBERED) {
      runs.removeLast();
    }
    Thread thread = new Thread(() -> run(run, purge), "purge");
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  private void run(Run run, Purge purge) {
    Run ended;
    try {
      Outcome<PurgeReport> outcome = purge.run();
      ended =
          outcome instanceof Outcome.Denied<PurgeReport> no
              ? run.failed(no.why())
              : run.done(((Outcome.Done<PurgeReport>) outcome).value());
    } catch (IOException | RuntimeException e) {
      LOG.warn("a purge did not come to its end: {}", e.toString());
      ended = run.failed(String.valueOf(e.getMessage()));
    }
    replace(run, ended);
  }

  private synchronized void replace(Run run, Run ended) {
    List<Run> all = new ArrayList<>(runs);
    all.replaceAll(each -> each.number() == run.number() ? ended : each);
    runs.clear();
    runs.addAll(all);
  }
}
