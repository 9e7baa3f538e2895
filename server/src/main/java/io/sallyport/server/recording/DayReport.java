package io.sallyport.server.recording;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingExempt;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The completeness of one day: each answered call with what became of its recording, from the
 * journal alone. A call counts for the day on which it was answered.
 */
public record DayReport(List<Line> lines) {

  /** What became of a call's recording. */
  public enum Outcome {
    /** Whole. */
    COMPLETE,
    /** There, and something is missing. */
    INCOMPLETE,
    /** Must be there and is not. */
    MISSING,
    /** It still runs. */
    RUNNING,
    /** An emergency call that could not be recorded. */
    EXEMPT,
    /** Nothing says that it had to be recorded. */
    NOT_WANTED
  }

  /**
   * One answered call.
   *
   * @param what is missing, in words; empty where nothing is
   */
  public record Line(
      String call,
      Instant answered,
      String from,
      String to,
      long talkMillis,
      long recordedMillis,
      Outcome outcome,
      String what) {}

  /** Calls of that outcome. */
  public long count(Outcome outcome) {
    return lines.stream().filter(line -> line.outcome() == outcome).count();
  }

  /** Whether every call that had to be recorded is, wholly. */
  public boolean complete() {
    return count(Outcome.INCOMPLETE) == 0 && count(Outcome.MISSING) == 0;
  }

  /**
   * Reads the journal's records from a little before the day on: what began then may have been
   * answered later, and what was answered may have been closed later.
   */
  public static DayReport of(
      Iterator<ArchiveReader.Entry> records, Instant from, Instant until, Instant patience) {
    Map<String, Call> calls = new LinkedHashMap<>();
    while (records.hasNext()) {
      ArchiveReader.Entry entry = records.next();
      if (entry.time().isAfter(patience)) {
        break;
      }
      entry.entry().ifPresent(record -> take(calls, record));
    }
    List<Line> lines = new ArrayList<>();
    calls.forEach(
        (id, call) -> {
          if (call.answered != null
              && !call.answered.isBefore(from)
              && call.answered.isBefore(until)) {
            lines.add(call.line(id));
          }
        });
    return new DayReport(List.copyOf(lines));
  }

  private static void take(Map<String, Call> calls, ArchiveRecord record) {
    if (record instanceof CallStarted started) {
      Call call = call(calls, started.call());
      call.from = started.from().address();
      call.to = started.to();
    } else if (record instanceof CallAnswered answered) {
      call(calls, answered.call()).answered = answered.at();
    } else if (record instanceof CallEnded ended) {
      call(calls, ended.call()).ended = true;
      call(calls, ended.call()).talkMillis = ended.answeredMillis();
    } else if (record instanceof RecordingStarted started) {
      call(calls, started.call()).begun = true;
    } else if (record instanceof RecordingClosed closed) {
      Call call = call(calls, closed.call());
      call.closed = true;
      call.recordedMillis = closed.durationMillis();
    } else if (record instanceof RecordingRecovered recovered) {
      Call call = call(calls, recovered.call());
      call.closed = true;
      call.recordedMillis = recovered.durationMillis();
      if (!recovered.problem().isEmpty() || !recovered.gaps().isEmpty()) {
        call.missing.add("the server stopped in mid-call " + recovered.problem());
      }
    } else if (record instanceof RecordingExempt exempt) {
      call(calls, exempt.call()).exempt = exempt.why();
    } else if (record instanceof CompletenessGap gap) {
      call(calls, gap.call()).missing.add(gap.what());
    }
  }

  private static Call call(Map<String, Call> calls, String id) {
    return calls.computeIfAbsent(id, i -> new Call());
  }

  /** A call while its records are read. */
  private static final class Call {
    private String from = "";
    private String to = "";
    private Instant answered;
    private boolean ended;
    private boolean begun;
    private boolean closed;
    private long talkMillis;
    private long recordedMillis;
    private String exempt;
    private final List<String> missing = new ArrayList<>();

    Line line(String id) {
      return new Line(
          id,
          answered,
          from,
          to,
          talkMillis,
          recordedMillis,
          outcome(),
          exempt == null ? String.join("; ", missing).strip() : exempt);
    }

    private Outcome outcome() {
      if (closed) {
        return missing.isEmpty() ? Outcome.COMPLETE : Outcome.INCOMPLETE;
      }
      if (exempt != null) {
        return Outcome.EXEMPT;
      }
      if (begun && !ended) {
        return Outcome.RUNNING;
      }
      return begun || !missing.isEmpty() ? Outcome.MISSING : Outcome.NOT_WANTED;
    }
  }
}
