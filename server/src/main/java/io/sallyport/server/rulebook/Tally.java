package io.sallyport.server.rulebook;

import io.sallyport.server.rulebook.ReplayReport.Change;
import io.sallyport.server.rulebook.ReplayReport.Count;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts of a replay by what is asked about them. Bounded: what comes late is counted together. */
final class Tally {
  private static final int MOST = 10_000;
  private static final String OTHERS = "(others)";

  /** What changes are counted by. */
  enum By {
    KIND,
    RULE,
    WHAT,
    GROUPS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Key(Change change, By by, String what) {}

  private final Map<Key, long[]> counts = new HashMap<>();

  void add(Change change, By by, String what) {
    Key key = new Key(change, by, what);
    long[] count = counts.get(key);
    if (count == null) {
      Key kept = counts.size() < MOST ? key : new Key(change, by, OTHERS);
      count = counts.computeIfAbsent(kept, k -> new long[1]);
    }
    count[0]++;
  }

  /** All of them, by change and question, the most frequent first. */
  List<Count> counts() {
    return counts.entrySet().stream()
        .map(
            each ->
                new Count(
                    each.getKey().change(),
                    each.getKey().by().word(),
                    each.getKey().what(),
                    each.getValue()[0]))
        .sorted(
            Comparator.comparing(Count::change)
                .thenComparing(Count::by)
                .thenComparing(Comparator.comparingLong(Count::count).reversed())
                .thenComparing(Count::what))
        .toList();
  }
}
