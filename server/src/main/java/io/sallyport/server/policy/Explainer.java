package io.sallyport.server.policy;

import java.util.ArrayList;
import java.util.List;

/** Walks the rules one by one, as a person would, to say why an attempt is decided as it is. */
final class Explainer {
  private Explainer() {}

  static Explanation explain(List<Rule> rules, Rule.Asked asked, Decision decision) {
    Rule decided = null;
    List<Explanation.Near> near = new ArrayList<>();
    boolean byRule = rules.stream().anyMatch(r -> r.name().equals(decision.rule()));
    for (Rule rule : rules) {
      if (near.size() == Explanation.MOST_NEAR && (decided != null || !byRule)) {
        break;
      }
      if (decided == null && byRule && rule.name().equals(decision.rule())) {
        decided = rule;
        continue;
      }
      List<Side.Failed> failed = rule.failing(asked);
      if (near.size() < Explanation.MOST_NEAR) {
        if (failed.isEmpty()) {
          near.add(order(rule, decision));
        } else if (failed.size() == 1) {
          Side.Failed one = failed.get(0);
          near.add(new Explanation.Near(rule.name(), rule.line(), one.key(), one.words()));
        }
      }
    }
    return new Explanation(
        decision,
        asked.direction,
        decided == null ? 0 : decided.line(),
        decided == null ? List.of() : decided.phrases(asked),
        near,
        decision instanceof Decision.Allow allow
            ? Phrases.obligations(allow.obligations())
            : List.of());
  }

  private static Explanation.Near order(Rule rule, Decision decision) {
    return new Explanation.Near(
        rule.name(),
        rule.line(),
        Explanation.ORDER,
        "matches wholly, but '" + decision.rule() + "' comes first");
  }
}
