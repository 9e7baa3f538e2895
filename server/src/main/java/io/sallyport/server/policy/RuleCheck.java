package io.sallyport.server.policy;

import java.util.List;
import java.util.Optional;

/**
 * Holds the rules of a set against each other: those that can never decide, those that contradict,
 * and those of which only the order decides. Of the last, the first few are told, and then no more
 * pairs are looked at.
 */
final class RuleCheck {
  private static final int MOST_OVERLAPS = 50;

  private final List<Rule> rules;
  private final RuleIndex ruleIndex;
  private final Findings findings;
  private int overlaps;

  private RuleCheck(List<Rule> rules, Findings findings) {
    this.rules = rules;
    this.ruleIndex = new RuleIndex(rules);
    this.findings = findings;
  }

  static void check(List<Rule> rules, Findings findings) {
    RuleCheck check = new RuleCheck(rules, findings);
    for (int later = 1; later < rules.size(); later++) {
      check.against(later);
    }
    if (check.overlaps == MOST_OVERLAPS) {
      findings.doubt(0, "", "more rules may overlap; these are the first " + MOST_OVERLAPS, "");
    }
  }

  private void against(int index) {
    Rule later = rules.get(index);
    Optional<Rule> covering = ruleIndex.covering(later);
    if (covering.isPresent()) {
      neverDecides(covering.get(), later);
      return;
    }
    for (int i = 0; i < index && overlaps < MOST_OVERLAPS; i++) {
      Rule earlier = rules.get(i);
      // a wall before the rules, and an exception before its rule, are as they should be
      if (earlier.allows() != later.allows()
          && earlier.exceptions().isEmpty()
          && earlier.meets(later)
          && !later.covers(earlier)
          && !wall(earlier)) {
        overlaps++;
        findings.doubt(
            later.line(),
            "",
            "rule '%s' overlaps with '%s' (line %d), which comes first and %s what both match"
                .formatted(
                    later.name(),
                    earlier.name(),
                    earlier.line(),
                    earlier.allows() ? "allows" : "denies"),
            "see that this is what you want, or exchange them");
      }
    }
  }

  private static boolean wall(Rule rule) {
    return rule.call() instanceof Decision.Deny deny && deny.refusal() == Refusal.WALL;
  }

  /** Whether both allow under the same obligations, or both deny, in whatever words. */
  private static boolean sameResult(Rule one, Rule other) {
    if (one.call() instanceof Decision.Allow a && other.call() instanceof Decision.Allow b) {
      return a.obligations().equals(b.obligations())
          && ((Decision.Allow) one.other())
              .obligations()
              .equals(((Decision.Allow) other.other()).obligations());
    }
    return one.allows() == other.allows();
  }

  private void neverDecides(Rule earlier, Rule later) {
    boolean same = later.covers(earlier);
    if (!sameResult(earlier, later)) {
      findings.bad(
          later.line(),
          "",
          same
              ? "rule '%s' contradicts '%s' (line %d): the same attempts, another result"
                  .formatted(later.name(), earlier.name(), earlier.line())
              : "rule '%s' can never decide, since '%s' (line %d) takes all that it matches and has another result"
                  .formatted(later.name(), earlier.name(), earlier.line()),
          same ? "remove one of them" : "move it before line " + earlier.line() + ", or remove it");
    } else {
      findings.doubt(
          later.line(),
          "",
          "rule '%s' can never decide, since '%s' (line %d) takes all that it matches"
              .formatted(later.name(), earlier.name(), earlier.line()),
          "remove it, or move it before line " + earlier.line());
    }
  }
}
