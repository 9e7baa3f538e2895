package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether everything that is missing from a journal's records was purged: a {@code purge} record
 * later in the journal names it. Fed with every record in order, asked at the end.
 */
final class PurgeCover {
  private static final String PURGE = "purge";

  // owned by: the thread that verifies
  private final RecordJson json = new RecordJson();
  private final TreeMap<Long, Missing> missing = new TreeMap<>();

  /** Records in a row that lack the same, and where the first of them lies. */
  record Missing(String segment, long offset, long first, long last, Remains remains) {
    String what() {
      return remains == Remains.LEAF
          ? "the record's fields are missing, and no later purge names them"
          : "the record's body is missing, and no later purge names it";
    }
  }

  void record(Frame frame, String segment, long offset) throws Damage {
    if (frame.remains() != Remains.WHOLE) {
      if (frame.type().equals(PURGE)) {
        throw new Damage("a record of a purge can itself not be purged");
      }
      lacks(frame, segment, offset);
    } else if (!missing.isEmpty() && frame.type().equals(PURGE)) {
      json.read(frame.type(), frame.fields(), Committed.NO_BODY)
          .ifPresent(purge -> covered((Purge) purge));
    }
  }

  /** The first record that lacks what no later purge names. */
  Optional<Missing> uncovered() {
    return Optional.ofNullable(missing.firstEntry()).map(Map.Entry::getValue);
  }

  private void lacks(Frame frame, String segment, long offset) {
    long sequence = frame.sequence();
    Missing run = missing.isEmpty() ? null : missing.lastEntry().getValue();
    if (run != null
        && run.last() + 1 == sequence
        && run.remains() == frame.remains()
        && run.segment().equals(segment)) {
      put(run, run.first(), sequence);
    } else {
      put(new Missing(segment, offset, sequence, sequence, frame.remains()), sequence, sequence);
    }
  }

  private void covered(Purge purge) {
    Sequences.of(purge.fields()).ranges().forEach(range -> covered(range, true));
    Sequences.of(purge.bodies()).ranges().forEach(range -> covered(range, false));
  }

  private void covered(Sequences.Range range, boolean fieldsToo) {
    Long from = missing.floorKey(range.first());
    Long next = from == null ? missing.ceilingKey(range.first()) : from;
    while (next != null && next <= range.last()) {
      Missing run = missing.get(next);
      if (run.last() >= range.first() && (fieldsToo || run.remains() == Remains.FIELDS)) {
        missing.remove(next);
        put(run, run.first(), range.first() - 1);
        put(run, range.last() + 1, run.last());
      }
      next = missing.higherKey(next);
    }
  }

  /**
   * Part of a run; where one that is not its first lies is not known any more, but it is behind.
   */
  private void put(Missing run, long first, long last) {
    if (first <= last) {
      missing.put(first, new Missing(run.segment(), run.offset(), first, last, run.remains()));
    }
  }
}
