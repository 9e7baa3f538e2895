package io.sallyport.server.api.officer;

import io.sallyport.server.api.Maybe;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.Administered;
import io.sallyport.server.recording.DayReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completeness of the last days and the newest backup, as the journal has them. Counted by reading
 * it, so it is done beside the requests that ask for it, not more often than now and then, and not
 * over more than so many records.
 */
public final class RecentDays {
  private static final Logger LOG = LoggerFactory.getLogger(RecentDays.class);
  private static final int DAYS = 7;
  private static final Duration AROUND = Duration.ofHours(24);
  private static final Duration OFTEN = Duration.ofMinutes(5);
  private static final int MOST_RECORDS = 2_000_000;
  private static final int MOST_GAPS = 50;
  private static final String BACKUP = "backup made";

  /**
   * One day's answered calls by what became of their recording.
   *
   * @param day in UTC, such as 2026-03-01
   */
  record DayView(
      String day,
      long answered,
      long complete,
      long incomplete,
      long missing,
      long running,
      long exempt,
      long notWanted) {}

  /** A call of which something is missing. */
  record GapView(String call, Instant answered, String from, String to, String what) {}

  /**
   * What was counted.
   *
   * @param at when; null while it is counted for the first time
   * @param cut whether there were too many records to read all of them
   * @param backup the newest in these days; null where there was none
   */
  record Recent(
      @Maybe Instant at,
      boolean cut,
      List<DayView> days,
      List<GapView> gaps,
      @Maybe Instant backup) {}

  // immutable
  private final Archive archive;
  private final InstantSource clock;

  // any thread: under this object's monitor
  private Recent newest = new Recent(null, false, List.of(), List.of(), null);
  private boolean counting;

  public RecentDays(Archive archive, InstantSource clock) {
    this.archive = archive;
    this.clock = clock;
  }

  /** What was counted last; has it counted again where that was a while ago. */
  synchronized Recent now() {
    boolean old = newest.at() == null || newest.at().plus(OFTEN).isBefore(clock.instant());
    if (old && !counting) {
      counting = true;
      Thread thread = new Thread(this::count, "recent-days");
      thread.setDaemon(true);
      thread.start();
    }
    return newest;
  }

  private void count() {
    Recent counted = null;
    try {
      counted = counted();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the last days cannot be counted: {}", e.getMessage());
    } finally {
      synchronized (this) {
        newest = counted == null ? newest : counted;
        counting = false;
      }
    }
  }

  private Recent counted() throws IOException {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Instant from = today.minusDays(DAYS - 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    try (ArchiveReader reader = archive.fields(from.minus(AROUND))) {
      Watched records = new Watched(reader);
      DayReport report = DayReport.of(records, from, now.plus(AROUND), now.plus(AROUND));
      List<DayView> days = new ArrayList<>();
      for (int i = DAYS - 1; i >= 0; i--) {
        days.add(day(report, today.minusDays(i)));
      }
      return new Recent(now, records.cut, days, gaps(report), records.backup);
    }
  }

  private static DayView day(DayReport report, LocalDate day) {
    DayReport of =
        new DayReport(
            report.lines().stream()
                .filter(line -> LocalDate.ofInstant(line.answered(), ZoneOffset.UTC).equals(day))
                .toList());
    return new DayView(
        day.toString(),
        of.lines().size(),
        of.count(DayReport.Outcome.COMPLETE),
        of.count(DayReport.Outcome.INCOMPLETE),
        of.count(DayReport.Outcome.MISSING),
        of.count(DayReport.Outcome.RUNNING),
        of.count(DayReport.Outcome.EXEMPT),
        of.count(DayReport.Outcome.NOT_WANTED));
  }

  private static List<GapView> gaps(DayReport report) {
    return report.lines().stream()
        .filter(
            line ->
                line.outcome() == DayReport.Outcome.MISSING
                    || line.outcome() == DayReport.Outcome.INCOMPLETE)
        .sorted((a, b) -> b.answered().compareTo(a.answered()))
        .limit(MOST_GAPS)
        .map(
            line ->
                new GapView(
                    line.call(),
                    line.answered(),
                    RecordView.bare(line.from()),
                    RecordView.bare(line.to()),
                    line.what()))
        .toList();
  }

  /** Records as they pass, up to a bound. */
  private static final class Watched implements Iterator<Entry> {
    private final ArchiveReader reader;
    private Instant backup;
    private int read;
    private boolean cut;

    Watched(ArchiveReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      cut |= read >= MOST_RECORDS;
      return !cut && reader.hasNext();
    }

    @Override
    public Entry next() {
      read++;
      Entry entry = reader.next();
      if (entry.entry().orElse(null) instanceof Administered act && act.action().equals(BACKUP)) {
        backup = act.at();
      }
      return entry;
    }
  }
}
