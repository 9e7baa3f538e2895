package io.sallyport.server.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One rule or one wall as read: what it asks, and the decisions that it then makes.
 *
 * @param line where it begins in the text
 * @param arms the pairs of parties that it is about; one of them must match
 * @param when empty for always
 * @param atLeast calls that the asking user must have at that moment; 0 for whatever number
 * @param exceptions of a wall: pairs that it does not stand between until a day
 * @param call the decision about a medium of a call
 * @param other the decision about every other kind
 */
record Rule(
    String name,
    int line,
    Set<Attempt.Kind> kinds,
    Set<Attempt.Direction> directions,
    List<Arm> arms,
    Optional<Calendar> when,
    int atLeast,
    List<Exemption> exceptions,
    Decision call,
    Decision other) {

  /** A pair of parties, in the direction of the attempt. */
  record Arm(Side from, Side to) {
    boolean matches(Side.Seen asking, Side.Seen asked) {
      return from.matches(asking) && to.matches(asked);
    }

    boolean covers(Arm other) {
      return from.covers(other.from) && to.covers(other.to);
    }

    boolean meets(Arm other) {
      return from.meets(other.from) && to.meets(other.to);
    }
  }

  /** A way through a wall, answered for by somebody and ending on a day. */
  record Exemption(
      List<Arm> arms, Set<Attempt.Kind> kinds, Calendar when, String approver, String reason) {
    boolean holds(Asked asked) {
      return kinds.contains(asked.attempt.kind()) && when.holds(asked.moment) && asked.meets(arms);
    }

    LocalDate until() {
      return when.until();
    }
  }

  /** An attempt with what is made of it once for all rules. */
  static final class Asked {
    final Attempt attempt;
    final Attempt.Direction direction;
    final Side.Seen from;
    final Side.Seen to;
    final Calendar.Moment moment;

    Asked(Attempt attempt, Attempt.Direction direction) {
      this.attempt = attempt;
      this.direction = direction;
      this.from = new Side.Seen(attempt.from());
      this.to = new Side.Seen(attempt.to());
      this.moment = new Calendar.Moment(attempt.at());
    }

    boolean meets(List<Arm> arms) {
      for (Arm arm : arms) {
        if (arm.matches(from, to)) {
          return true;
        }
      }
      return false;
    }
  }

  boolean allows() {
    return call instanceof Decision.Allow;
  }

  Decision decision(Attempt.Kind kind) {
    return kind.ofCall() ? call : other;
  }

  /** Whether what is not said of the parties holds: time, number of calls, no exception. */
  boolean circumstances(Asked asked) {
    if (asked.attempt.concurrent() < atLeast
        || when.isPresent() && !when.get().holds(asked.moment)) {
      return false;
    }
    for (Exemption exception : exceptions) {
      if (exception.holds(asked)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The conditions that do not hold; of several pairs of parties, those of the one that is nearest.
   */
  List<Side.Failed> failing(Asked asked) {
    List<Side.Failed> failed = new ArrayList<>();
    Attempt attempt = asked.attempt;
    if (!kinds.contains(attempt.kind())) {
      failed.add(wants("kind", Phrases.list(kinds), Phrases.word(attempt.kind())));
    }
    if (!directions.contains(asked.direction)) {
      failed.add(wants("direction", Phrases.list(directions), Phrases.word(asked.direction)));
    }
    arms.stream()
        .map(
            arm ->
                Stream.concat(
                        arm.from().failing(asked.from, "from").stream(),
                        arm.to().failing(asked.to, "to").stream())
                    .toList())
        .min(Comparator.comparingInt(List::size))
        .ifPresent(failed::addAll);
    if (when.isPresent() && !when.get().holds(asked.moment)) {
      Calendar.Local local = asked.moment.at(when.get().zone());
      failed.add(
          new Side.Failed(
              "when",
              "does not hold on %s %s at %02d:%02d in %s"
                  .formatted(
                      Phrases.word(local.day()),
                      local.date(),
                      local.minute() / 60,
                      local.minute() % 60,
                      when.get().zone())));
    }
    if (attempt.concurrent() < atLeast) {
      failed.add(
          wants(
              "concurrent-at-least",
              Integer.toString(atLeast),
              Integer.toString(attempt.concurrent())));
    }
    for (Exemption exception : exceptions) {
      if (exception.holds(asked)) {
        failed.add(
            new Side.Failed(
                "exceptions",
                "an exception holds until %s, approved by %s: %s"
                    .formatted(exception.until(), exception.approver(), exception.reason())));
        break;
      }
    }
    return failed;
  }

  private static Side.Failed wants(String key, String wanted, String found) {
    return new Side.Failed(key, "wants " + wanted + ", found " + found);
  }

  /** The conditions that a matching attempt meets, each as one phrase. */
  List<String> phrases(Asked asked) {
    List<String> phrases = new ArrayList<>();
    if (kinds.size() < Attempt.Kind.values().length) {
      phrases.add("kind is " + Phrases.list(kinds));
    }
    if (directions.size() < Attempt.Direction.values().length) {
      phrases.add("direction is " + Phrases.list(directions));
    }
    for (Arm arm : arms) {
      if (arm.matches(asked.from, asked.to)) {
        phrases.addAll(arm.from().phrases("from"));
        phrases.addAll(arm.to().phrases("to"));
        break;
      }
    }
    if (when.isPresent()) {
      phrases.add("when holds in " + when.get().zone());
    }
    if (atLeast > 0) {
      phrases.add("concurrent-at-least is " + atLeast);
    }
    return phrases;
  }

  /** Whether surely every attempt that the other matches matches here too. */
  boolean covers(Rule other) {
    return kinds.containsAll(other.kinds)
        && directions.containsAll(other.directions)
        && atLeast <= other.atLeast
        && exceptions.isEmpty()
        && (when.isEmpty() || when.equals(other.when))
        && other.arms.stream().allMatch(b -> arms.stream().anyMatch(a -> a.covers(b)));
  }

  /** Whether some attempt may match both. */
  boolean meets(Rule other) {
    if (Collections.disjoint(kinds, other.kinds)
        || Collections.disjoint(directions, other.directions)) {
      return false;
    }
    for (Arm arm : arms) {
      for (Arm another : other.arms) {
        if (arm.meets(another)) {
          return true;
        }
      }
    }
    return false;
  }
}
