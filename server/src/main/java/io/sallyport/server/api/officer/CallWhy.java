package io.sallyport.server.api.officer;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Explanation;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.Happened;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a call could be: the decision on record, explained by the rule set of then. */
final class CallWhy {
  // immutable
  private final Rulebook rulebook;
  private final People people;

  CallWhy(Rulebook rulebook, People people) {
    this.rulebook = rulebook;
    this.people = people;
  }

  /** A rule that nearly decided, and the one condition that kept it from that. */
  record NearRule(String rule, int line, String failed, String words) {}

  /**
   * Why a call was allowed.
   *
   * @param ruleset its number; 0 for the rules that are built in
   * @param line of the rule in the set; 0 where it has none
   * @param asThen false where the rule set, asked again about people as they are now, would not
   *     decide by that rule
   * @param by who put the set into force; empty for the rules that are built in
   */
  record DecisionView(
      String rule,
      long ruleset,
      int line,
      String direction,
      List<String> conditions,
      List<String> obligations,
      List<NearRule> near,
      boolean asThen,
      String by,
      Instant since,
      String reason) {}

  /** The explanation of the record that a call began with; empty where none can be given. */
  Optional<DecisionView> of(Entry started) throws IOException {
    List<Happened> all = Happened.of(started, people);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Happened happened = all.get(0);
    Optional<RuleSet> then = rulebook.compiled(happened.ruleset());
    if (then.isEmpty()) {
      return Optional.empty();
    }
    Explanation why = then.get().explain(happened.attempt());
    boolean same =
        why.decision() instanceof Decision.Allow
            && (happened.rule().isEmpty() || happened.rule().equals(why.decision().rule()));
    Optional<PolicyChanged> set =
        happened.ruleset() == 0 ? Optional.empty() : rulebook.version(happened.ruleset());
    return Optional.of(
        new DecisionView(
            happened.rule().isEmpty() ? why.decision().rule() : happened.rule(),
            happened.ruleset(),
            same ? why.line() : 0,
            why.direction().name().toLowerCase(Locale.ROOT),
            same ? why.conditions() : List.of(),
            same ? why.obligations() : List.of(),
            why.near().stream()
                .map(near -> new NearRule(near.rule(), near.line(), near.failed(), near.words()))
                .toList(),
            same,
            set.map(PolicyChanged::by).orElse(""),
            set.map(PolicyChanged::at).orElse(null),
            set.map(PolicyChanged::reason).orElse("")));
  }
}
