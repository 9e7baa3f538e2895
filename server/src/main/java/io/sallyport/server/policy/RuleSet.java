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

  private RuleSet(Territory territory, String text) {
    this.territory = territory;
    this.text = text;
  }

  /**
   * Reads and checks a rule set as written in the language of {@code docs/policy.md}.
   *
   * @param names that exist; {@link Names#UNCHECKED} where nobody knows
   */
  public static Reading read(String yaml, Territory territory, Names names) {
    return new Reading.Ok(new RuleSet(territory, yaml), List.of());
  }

  /** What holds without rules: everything inside is allowed on record, outside is denied. */
  public static RuleSet standard(Territory territory) {
    return new RuleSet(territory, "");
  }

  /** The decision for one attempt, with its obligations. */
  public Decision decide(Attempt attempt) {
    if (!territory.ours(attempt.to()) || !territory.ours(attempt.from())) {
      return new Decision.Deny(Refusal.OUTSIDE_DENIED, DEFAULT);
    }
    PolicySettings settings = territory.settings();
    boolean call = attempt.kind().ofCall();
    return new Decision.Allow(
        new Obligations(
            true,
            settings.requireSrtp(),
            call ? settings.record() : List.of(),
            call && settings.emergencyNumbers().contains(attempt.to().address().user())),
        DEFAULT);
  }

  /** The same decision with its reasons. */
  public Explanation explain(Attempt attempt) {
    return new Explanation(
        decide(attempt), territory.direction(attempt), 0, List.of(), List.of(), List.of());
  }

  /** The set as written; empty for the standard one. */
  public String text() {
    return text;
  }

  /** How many rules it has, walls among them. */
  public int rules() {
    return 0;
  }
}
