package io.sallyport.server.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of records by their sequences, as ranges in order: what a purge takes. */
public final class Sequences {
  private static final Sequences NONE = new Sequences(List.of());

  // immutable
  private final List<Range> ranges;

  /** Records that follow each other, the first and the last of them included. */
  public record Range(long first, long last) {}

  private Sequences(List<Range> ranges) {
    this.ranges = ranges;
  }

  public static Sequences none() {
    return NONE;
  }

  /** The set of these ranges, which may come in any order and overlap. */
  public static Sequences of(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.removeIf(range -> range.last() < range.first());
    sorted.sort(Comparator.comparingLong(Range::first));
    List<Range> joined = new ArrayList<>();
    for (Range next : sorted) {
      Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null && next.first() <= before.last() + 1) {
        long last = Math.max(before.last(), next.last());
        joined.set(joined.size() - 1, new Range(before.first(), last));
      } else {
        joined.add(next);
      }
    }
    return new Sequences(List.copyOf(joined));
  }

  /** The set of these records. */
  public static Sequences ofEach(Iterable<Long> sequences) {
    List<Range> single = new ArrayList<>();
    sequences.forEach(sequence -> single.add(new Range(sequence, sequence)));
    return of(single);
  }

  public List<Range> ranges() {
    return ranges;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** How many records. */
  public long count() {
    return ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
  }

  public boolean contains(long sequence) {
    return intersects(sequence, sequence);
  }

  /** Whether any record from one sequence to another is in the set. */
  public boolean intersects(long first, long last) {
    int at = firstEndingAtOrAfter(first);
    return at < ranges.size() && ranges.get(at).first() <= last;
  }

  /** What lies between two sequences, both included, and is not in the set. */
  List<Range> without(long first, long last) {
    List<Range> rest = new ArrayList<>();
    long next = first;
    for (int i = firstEndingAtOrAfter(first); i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (range.first() > last) {
        break;
      }
      if (range.first() > next) {
        rest.add(new Range(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= last) {
      rest.add(new Range(next, last));
    }
    return rest;
  }

  /** What is in this set and not in the other. */
  public Sequences minus(Sequences other) {
    List<Range> rest = new ArrayList<>();
    ranges.forEach(range -> rest.addAll(other.without(range.first(), range.last())));
    return of(rest);
  }

  /** What is in this set or in the other. */
  public Sequences with(Sequences other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return of(all);
  }

  private int firstEndingAtOrAfter(long sequence) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).last() < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequences s && ranges.equals(s.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ranges.toString();
  }
}
