package io.sallyport.server.rulebook;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a draft would have changed.
 *
 * @param records read, those around the period included
 * @param attempts of the period that were decided again
 * @param otherRefusals refusals that no rule was the reason of, which a rule cannot change
 * @param purged records whose fields retention took
 * @param notCompared attempts that were allowed, and that the rule set of then would not allow
 *     about people as they are now: their obligations are not compared
 * @param counts by change and by {@code kind}, {@code rule} ("then → draft"), {@code groups} ("from
 *     → to") and {@code what} (of obligations), the most frequent first
 */
public record ReplayReport(
    Instant from,
    Instant until,
    long records,
    long attempts,
    long otherRefusals,
    long purged,
    long notCompared,
    List<Count> counts,
    List<Example> examples) {

  /** How many examples a report has at most. */
  public static final int MOST_EXAMPLES = 1_000;

  public ReplayReport {
    counts = List.copyOf(counts);
    examples = List.copyOf(examples);
  }

  /** What is different under the draft. */
  public enum Change {
    /** Was allowed, would be denied. */
    DENIED,
    /** Was denied, would be allowed. */
    ALLOWED,
    /** Would be allowed too, but under other obligations. */
    OBLIGATIONS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many attempts of one change have something in common. */
  public record Count(Change change, String by, String what, long count) {}

  /**
   * One attempt that would have gone another way.
   *
   * @param id of the call or line; empty where it has none
   * @param rule then → draft; {@code ?} where the record does not say
   * @param what the words of a denial, or the obligations that differ
   */
  public record Example(
      Change change,
      Instant at,
      long sequence,
      String id,
      String kind,
      String from,
      String to,
      String rule,
      String what) {}

  /** How many attempts would have gone another way. */
  public long changed() {
    long all = 0;
    for (Change change : Change.values()) {
      all += changed(change);
    }
    return all;
  }

  /** The counts of one change by one thing. */
  public List<Count> counts(Change change, String by) {
    return counts.stream().filter(c -> c.change() == change && c.by().equals(by)).toList();
  }

  /** How many attempts would have changed so. */
  public long changed(Change change) {
    return counts(change, "kind").stream().mapToLong(Count::count).sum();
  }
}
