package io.sallyport.server.chat;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Matched.Match;
import io.sallyport.server.content.Content;
import io.sallyport.server.content.Material;
import io.sallyport.server.content.Sides;
import io.sallyport.server.content.Verdict;
import io.sallyport.server.content.Verdict.Action;
import io.sallyport.server.content.Verdict.Found;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The step between policy and journal: what content rules make of a line. Any thread. */
public final class Screening {
  // immutable
  private final Content content;
  private final People people;
  private final Counters counters;

  /**
   * @param people whose groups say for whom a rule is
   */
  public Screening(Content content, People people, Counters counters) {
    this.content = content;
    this.people = people;
    this.counters = counters;
  }

  /**
   * A line that was looked at.
   *
   * @param record what goes on record before the line itself; empty where no rule applies
   * @param delivered the line as its recipient gets it; the original where it is blocked
   * @param marks for the line's own record
   * @param words for the sender, where it is blocked
   */
  record Screened(Optional<Matched> record, Line delivered, List<String> marks, String words) {
    boolean blocked() {
      return marks.contains(Mark.BLOCKED);
    }

    boolean held() {
      return marks.contains(Mark.HELD);
    }
  }

  /**
   * Looks at a line.
   *
   * @param hold whether policy wants a reviewer to release it; what is blocked is not held
   */
  Screened of(Line line, boolean hold) {
    Content.Version rules = content.version();
    Verdict verdict =
        rules
            .rules()
            .scan(
                Material.line(line.contentType(), line.body()),
                new Groups(people, line.from(), line.to()));
    count(verdict.action());
    List<String> marks = new ArrayList<>();
    if (verdict.found().stream().anyMatch(found -> found.action() == Action.FLAG)) {
      marks.add(Mark.FLAGGED);
    }
    if (verdict.action() == Action.MASK) {
      marks.add(Mark.MASKED);
    } else if (verdict.action() == Action.BLOCK) {
      marks.add(Mark.BLOCKED);
    }
    if (hold && verdict.action() != Action.BLOCK) {
      counters.add(Counter.CHAT_HELD);
      marks.add(Mark.HELD);
    }
    Optional<Matched> record =
        verdict.found().isEmpty()
            ? Optional.empty()
            : Optional.of(record(line, verdict, rules.name()));
    Line delivered =
        verdict
            .masked()
            .map(
                body ->
                    new Line(
                        line.id(), line.at(), line.from(), line.to(), line.contentType(), body))
            .orElse(line);
    return new Screened(record, delivered, List.copyOf(marks), verdict.words());
  }

  private void count(Action action) {
    switch (action) {
      case FLAG -> counters.add(Counter.CONTENT_FLAGGED);
      case MASK -> counters.add(Counter.CONTENT_MASKED);
      case BLOCK -> counters.add(Counter.CONTENT_BLOCKED);
      case PASS -> {
        // nothing to count
      }
    }
  }

  private static Matched record(Line line, Verdict verdict, String rules) {
    Body body =
        verdict
            .masked()
            .map(masked -> new Body(line.contentType(), masked))
            .orElse(new Body("", new byte[0]));
    return new Matched(
        line.id(),
        line.at(),
        line.from().toString(),
        line.to().toString(),
        verdict.action().word(),
        rules,
        verdict.found().stream().map(Screening::match).toList(),
        body);
  }

  private static Match match(Found found) {
    return new Match(
        found.rule(),
        found.category(),
        found.action().word(),
        found.what(),
        found.count(),
        found.spans().stream().map(span -> span.from() + "-" + span.to()).toList());
  }

  /** Groups of the two, looked up when a rule asks. */
  private record Groups(People people, Address from, Address to) implements Sides {
    @Override
    public boolean fromIn(String group) {
      return isIn(from, group);
    }

    @Override
    public boolean toIn(String group) {
      return isIn(to, group);
    }

    private boolean isIn(Address address, String group) {
      return people.of(address).groups().stream().anyMatch(group::equalsIgnoreCase);
    }
  }
}
