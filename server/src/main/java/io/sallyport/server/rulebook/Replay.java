package io.sallyport.server.rulebook;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.ReplayReport.Change;
import io.sallyport.server.rulebook.ReplayReport.Example;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A draft tried on what happened: each attempt of a period, decided by the draft, beside what
 * became of it then. Obligations are compared with those of the rule set that the record names,
 * asked again about people as they are now. Everything it keeps is bounded.
 */
public final class Replay {
  private static final Duration CLOCKS_GO_BACK = Duration.ofHours(1);
  private static final int MOST_GROUPS = 4;
  private static final int OFTEN = 4_096;

  // immutable
  private final RuleSet draft;
  private final Rulebook rulebook;
  private final Traffic traffic;
  private final Period period;
  private final int examples;

  // owned by: the thread that replays
  private final Map<Long, RuleSet> sets = new HashMap<>();
  private final Tally tally = new Tally();
  private final Map<String, Integer> shown = new HashMap<>();
  private final List<Example> list = new ArrayList<>();
  private long records;
  private long attempts;
  private long purged;
  private long notCompared;

  /** From a moment on, and until another, which is not in it. */
  public record Period(Instant from, Instant until) {
    boolean has(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  /** Hears how far a replay has come. */
  public interface Progress {
    /** The record just read. */
    void at(long sequence);
  }

  /**
   * A replay that has not begun.
   *
   * @param examples how many are told of each change by each rule
   */
  public Replay(RuleSet draft, Rulebook rulebook, People people, Period period, int examples) {
    this.draft = draft;
    this.rulebook = rulebook;
    this.traffic = new Traffic(people);
    this.period = period;
    this.examples = Math.max(0, Math.min(ReplayReport.MOST_EXAMPLES, examples));
  }

  public Period period() {
    return period;
  }

  /**
   * Runs over the records, which begin at or before the period, in order.
   *
   * @throws IOException where a rule set that a record names cannot be read
   */
  public ReplayReport run(ArchiveReader reader, Progress progress) throws IOException {
    while (reader.hasNext()) {
      ArchiveReader.Entry record = reader.next();
      if (record.time().isAfter(period.until().plus(CLOCKS_GO_BACK))) {
        break;
      }
      records++;
      if (records % OFTEN == 0) {
        progress.at(record.sequence());
      }
      if (record.entry().isEmpty()) {
        purged++;
        continue;
      }
      for (Happened happened : traffic.of(record)) {
        if (period.has(happened.attempt().at())) {
          attempts++;
          compare(happened);
        }
      }
    }
    return new ReplayReport(
        period.from(),
        period.until(),
        records,
        attempts,
        traffic.otherRefusals(),
        purged,
        notCompared,
        tally.counts(),
        List.copyOf(list));
  }

  private void compare(Happened happened) throws IOException {
    Decision now = draft.decide(happened.attempt());
    if (now instanceof Decision.Deny deny) {
      if (happened.allowed()) {
        changed(Change.DENIED, happened, now, deny.words());
      }
    } else if (!happened.allowed()) {
      changed(Change.ALLOWED, happened, now, "");
    } else {
      Obligations after = ((Decision.Allow) now).obligations();
      Obligations before = before(happened);
      if (before != null && !before.equals(after)) {
        changed(Change.OBLIGATIONS, happened, now, Differences.text(before, after));
      }
    }
  }

  /** The obligations of then; null where that rule set would not let it pass today. */
  private Obligations before(Happened happened) throws IOException {
    RuleSet then = sets.get(happened.ruleset());
    if (then == null) {
      then = rulebook.compiled(happened.ruleset()).orElse(null);
      if (then == null) {
        throw new IOException(
            "record %d names rule set %d, which is not on record"
                .formatted(happened.sequence(), happened.ruleset()));
      }
      sets.put(happened.ruleset(), then);
    }
    if (then.decide(happened.attempt()) instanceof Decision.Allow allow) {
      return allow.obligations();
    }
    notCompared++;
    return null;
  }

  private void changed(Change change, Happened happened, Decision now, String what) {
    Attempt attempt = happened.attempt();
    String kind = attempt.kind().name().toLowerCase(Locale.ROOT);
    String rule = (happened.rule().isEmpty() ? "?" : happened.rule()) + " → " + now.rule();
    tally.add(change, Tally.By.KIND, kind);
    tally.add(change, Tally.By.RULE, rule);
    if (change == Change.OBLIGATIONS) {
      tally.add(change, Tally.By.WHAT, what);
    }
    for (String from : groups(attempt.from().person())) {
      for (String to : groups(attempt.to().person())) {
        tally.add(change, Tally.By.GROUPS, from + " → " + to);
      }
    }
    example(change, happened, kind, rule, what);
  }

  private void example(Change change, Happened happened, String kind, String rule, String what) {
    String of = change + " " + rule;
    if (list.size() >= ReplayReport.MOST_EXAMPLES
        || shown.size() >= ReplayReport.MOST_EXAMPLES && !shown.containsKey(of)
        || shown.getOrDefault(of, 0) >= examples) {
      return;
    }
    shown.merge(of, 1, Integer::sum);
    Attempt attempt = happened.attempt();
    list.add(
        new Example(
            change,
            attempt.at(),
            happened.sequence(),
            happened.id(),
            kind,
            attempt.from().address().toString(),
            attempt.to().address().toString(),
            rule,
            what));
  }

  private static Collection<String> groups(Person person) {
    if (!person.groups().isEmpty()) {
      Set<String> sorted = new TreeSet<>(person.groups());
      return sorted.size() <= MOST_GROUPS ? sorted : List.copyOf(sorted).subList(0, MOST_GROUPS);
    }
    if (!person.department().isEmpty()) {
      return List.of("(department " + person.department() + ")");
    }
    return List.of(person.known() ? "(no group)" : "(unknown)");
  }
}
