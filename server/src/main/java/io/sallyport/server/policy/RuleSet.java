package io.sallyport.server.policy;

import java.util.List;

/**
 * Rules in force or to come, compiled. Immutable: a change is another set, which {@link Policy}
 * takes in whole.
 */
public final class RuleSet {
  /** The rule's name of a decision that no rule made. */
  public static final String DEFAULT = "default";

  /** The rule's name of a decision about a call to an emergency number. */
  public static final String EMERGENCY = "emergency";

  // immutable
  private final Territory territory;
  private final String text;
  private final boolean insideAllowed;
  private final List<Rule> rules;
  private final RuleIndex index;

  private RuleSet(Territory territory, String text, RuleReader.Read read) {
    this.territory = territory;
    this.text = text;
    this.insideAllowed = read.insideAllowed();
    this.rules = read.rules();
    this.index = new RuleIndex(rules);
  }

  /**
   * Reads and checks a rule set as written in the language of {@code docs/policy.md}.
   *
   * @param names that exist; {@link Names#UNCHECKED} where nobody knows, and where a set that was
   *     in force before must come back, whatever became of its groups
   */
  public static Reading read(String yaml, Territory territory, Names names) {
    Findings findings = new Findings();
    RuleReader.Read read = new RuleReader(territory, names, findings).read(yaml);
    if (findings.sound()) {
      RuleCheck.check(read.rules(), findings);
      LockOut.check(read.rules(), read.insideAllowed(), territory, names.admins(), findings);
    }
    return findings.sound()
        ? new Reading.Ok(new RuleSet(territory, yaml, read), findings.warnings())
        : new Reading.Refused(findings.problems());
  }

  /** What holds without rules: everything inside is allowed on record, outside is denied. */
  public static RuleSet standard(Territory territory) {
    return new RuleSet(territory, "", new RuleReader.Read(List.of(), true));
  }

  /**
   * The decision for one attempt, with its obligations. Calls of our users to emergency numbers
   * come before every rule; what neither begins nor ends here is no business of ours.
   */
  public Decision decide(Attempt attempt) {
    return decide(attempt, asked(attempt));
  }

  private Decision decide(Attempt attempt, Rule.Asked asked) {
    boolean from = territory.ours(attempt.from());
    boolean to = territory.ours(attempt.to());
    boolean call = attempt.kind().ofCall();
    if (!from && !to) {
      return new Decision.Deny(Refusal.OUTSIDE_DENIED, DEFAULT);
    }
    if (call && from && territory.emergency(attempt.to().address())) {
      return OutcomeReader.allowed(territory.settings(), true, EMERGENCY);
    }
    Rule rule = index.first(asked);
    if (rule != null) {
      return rule.decision(attempt.kind());
    }
    if (!from || !to) {
      return new Decision.Deny(Refusal.OUTSIDE_DENIED, DEFAULT);
    }
    return insideAllowed
        ? OutcomeReader.allowed(territory.settings(), call, DEFAULT)
        : new Decision.Deny(Refusal.RULE, DEFAULT);
  }

  /** The same decision with its reasons; takes longer, in proportion to the rules. */
  public Explanation explain(Attempt attempt) {
    Rule.Asked asked = asked(attempt);
    return Explainer.explain(rules, asked, decide(attempt, asked));
  }

  private Rule.Asked asked(Attempt attempt) {
    return new Rule.Asked(attempt, territory.direction(attempt));
  }

  /** The set as written; empty for the standard one. */
  public String text() {
    return text;
  }

  /** How many rules it has, walls among them. */
  public int rules() {
    return rules.size();
  }
}
