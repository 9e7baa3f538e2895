package io.sallyport.server.selftest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a self-test has come.
 *
 * @param by who began it
 * @param ended empty while it runs
 */
public record Run(long number, String by, Instant began, Optional<Instant> ended, List<Row> rows) {

  /** Where a check stands. */
  public enum State {
    WAITING,
    RUNNING,
    DONE
  }

  /**
   * A check and what it found.
   *
   * @param finding empty until it is done
   */
  public record Row(
      String id,
      String group,
      String title,
      State state,
      Optional<Finding> finding,
      Duration took) {
    static Row waiting(Check check) {
      return new Row(
          check.id(), check.group(), check.title(), State.WAITING, Optional.empty(), Duration.ZERO);
    }

    Row running() {
      return new Row(id, group, title, State.RUNNING, Optional.empty(), Duration.ZERO);
    }

    Row done(Finding found, Duration took) {
      return new Row(id, group, title, State.DONE, Optional.of(found), took);
    }
  }

  public Run {
    rows = List.copyOf(rows);
  }

  static Run begun(long number, String by, Instant now, List<Check> checks) {
    return new Run(number, by, now, Optional.empty(), checks.stream().map(Row::waiting).toList());
  }

  /** The worst that was found so far. */
  public Verdict worst() {
    return rows.stream()
        .flatMap(row -> row.finding().stream())
        .map(Finding::verdict)
        .filter(verdict -> verdict != Verdict.SKIPPED)
        .max(Verdict::compareTo)
        .orElse(Verdict.OK);
  }
}
