package io.sallyport.server.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads ethical walls: groups that may not reach each other by some kinds, in neither direction,
 * but for exceptions that somebody answers for and that end.
 */
final class WallReader {
  private final SideReader sides;
  private final OutcomeReader outcomes;
  private final CalendarReader calendars;
  private final Findings findings;

  WallReader(
      SideReader sides, OutcomeReader outcomes, CalendarReader calendars, Findings findings) {
    this.sides = sides;
    this.outcomes = outcomes;
    this.calendars = calendars;
    this.findings = findings;
  }

  /**
   * @param naming checks and gives the name of a section
   */
  Optional<Rule> read(Node node, String path, Function<Section, String> naming) {
    Section section =
        Section.of(
            node, path, findings, "name", "between", "kinds", "words", "status", "exceptions");
    String name = naming.apply(section);
    if (!section.has("between")) {
      section.bad("", "stands between nobody", "add between: [one group, another group]");
    }
    List<Rule.Arm> arms = pairs(section);
    Set<Attempt.Kind> kinds = kinds(section);
    List<Rule.Exemption> exceptions = new ArrayList<>();
    List<Node> nodes = section.nodes("exceptions");
    for (int i = 0; i < nodes.size(); i++) {
      exception(nodes.get(i), section.pathOf("exceptions[" + (i + 1) + "]"), kinds)
          .ifPresent(exceptions::add);
    }
    OutcomeReader.Outcome outcome = outcomes.deny(section, name, Refusal.WALL);
    return Optional.of(
        new Rule(
            name,
            section.line(),
            kinds,
            EnumSet.allOf(Attempt.Direction.class),
            arms,
            Optional.empty(),
            0,
            List.copyOf(exceptions),
            outcome.call(),
            outcome.other()));
  }

  private Set<Attempt.Kind> kinds(Section section) {
    Set<Attempt.Kind> kinds = section.words("kinds", Attempt.Kind.class);
    if (!section.has("kinds")) {
      kinds.remove(Attempt.Kind.REGISTER);
    } else if (kinds.contains(Attempt.Kind.REGISTER)) {
      section.bad("kinds", "a registration reaches nobody", "remove register");
    }
    return kinds;
  }

  /** Every pair of the sides, in both directions. */
  private List<Rule.Arm> pairs(Section section) {
    List<Node> nodes = section.nodes("between");
    if (section.has("between") && nodes.size() < 2) {
      section.bad("between", "a wall has two sides or more", "write [one group, another group]");
    }
    List<Side> all = nodes.stream().map(n -> sides.wallSide(n, section.pathOf("between"))).toList();
    return both(all, section, "between");
  }

  private static List<Rule.Arm> both(List<Side> all, Section section, String key) {
    List<Rule.Arm> arms = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        if (i != j) {
          arms.add(new Rule.Arm(all.get(i), all.get(j)));
        }
        if (i < j && all.get(i).equals(all.get(j))) {
          section.bad(key, "names the same side twice", "write two different ones");
        }
      }
    }
    return List.copyOf(arms);
  }

  private Optional<Rule.Exemption> exception(Node node, String path, Set<Attempt.Kind> ofWall) {
    Section section =
        Section.of(node, path, findings, "between", "kinds", "until", "approver", "reason");
    for (String key : List.of("between", "until", "approver", "reason")) {
      if (!section.has(key)) {
        section.bad(
            "", "has no " + key, "an exception says between whom, until when, by whom, why");
      }
    }
    List<Node> nodes = section.nodes("between");
    if (section.has("between") && nodes.size() != 2) {
      section.bad("between", "wants two parties, found " + nodes.size(), "write two users");
    }
    List<Side> pair = nodes.stream().map(n -> sides.users(n, section.pathOf("between"))).toList();
    List<Rule.Arm> arms = both(pair, section, "between");
    Set<Attempt.Kind> kinds =
        section.has("kinds") ? section.words("kinds", Attempt.Kind.class) : ofWall;
    Optional<LocalDate> until =
        section.value("until", "its last day, such as 2026-12-31", CalendarReader::date);
    Optional<String> approver = section.text("approver", 120);
    Optional<String> reason = section.text("reason", 300);
    return until.flatMap(
        day ->
            approver.flatMap(
                by ->
                    reason.map(
                        why -> new Rule.Exemption(arms, kinds, calendars.until(day), by, why))));
  }
}
