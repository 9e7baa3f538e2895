package io.sallyport.server.guard;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.LogText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody should look at: each alarm is on record when it begins and when it has been quiet
 * for a while, not each time that its cause comes again. Bounded; any thread.
 */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int MOST = 100;
  private static final String OTHERS = "others";

  private record Key(String alarm, String subject) {}

  private static final class Raised {
    private final String what;
    private final Instant since;
    private long last;

    Raised(String what, Instant since) {
      this.what = what;
      this.since = since;
    }
  }

  // immutable
  private final Journal journal;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Counters counters;

  // guarded by this
  private final Map<Key, Raised> raised = new LinkedHashMap<>();

  Alarms(Journal journal, InstantSource clock, LongSupplier nanoTime, Counters counters) {
    this.journal = journal;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.counters = counters;
  }

  /**
   * @param alarm its kind: scan, spray, fraud, flood
   * @param subject whom it is about; where too many are, the others share one
   */
  synchronized void raise(String alarm, String subject, String what) {
    Key key = new Key(alarm, subject);
    if (!raised.containsKey(key) && raised.size() >= MOST) {
      key = new Key(alarm, OTHERS);
    }
    Raised known = raised.get(key);
    if (known == null) {
      Instant now = clock.instant();
      known = new Raised(what, now);
      raised.put(key, known);
      counters.add(Counter.GUARD_ALARMS);
      LOG.warn("alarm {}: {}: {}", alarm, LogText.safe(key.subject()), LogText.safe(what));
      journal.append(new ArchiveRecord.AlarmRaised(alarm, now, key.subject(), what));
    }
    known.last = nanoTime.getAsLong();
  }

  /** Clears those that have been quiet. */
  synchronized void tick() {
    long now = nanoTime.getAsLong();
    raised
        .entrySet()
        .removeIf(
            entry -> {
              boolean quiet = now - entry.getValue().last >= QUIET.toNanos();
              if (quiet) {
                Key key = entry.getKey();
                LOG.info("alarm {} is over: {}", key.alarm(), LogText.safe(key.subject()));
                journal.append(
                    new ArchiveRecord.AlarmCleared(key.alarm(), clock.instant(), key.subject()));
              }
              return quiet;
            });
  }

  /** One line each, oldest first. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    raised.forEach(
        (key, alarm) -> lines.add(key.alarm() + " " + key.subject() + ": " + alarm.what));
    return lines;
  }

  /** Those that are raised, oldest first. */
  synchronized List<Alarm> raised() {
    List<Alarm> list = new ArrayList<>();
    raised.forEach(
        (key, alarm) -> list.add(new Alarm(key.alarm(), key.subject(), alarm.what, alarm.since)));
    return list;
  }
}
