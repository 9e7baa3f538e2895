package io.sallyport.server.policy;

import java.util.List;

/**
 * Why an attempt is decided as it is.
 *
 * @param decision as {@link RuleSet#decide} gives it, with the deciding rule's name
 * @param direction of the attempt as rules see it
 * @param line of the deciding rule in the text; 0 where none matched
 * @param conditions of the deciding rule, each as one phrase; empty where it has none
 * @param near the rules that nearly decided, in their order, at most {@value #MOST_NEAR}
 * @param obligations each as one phrase; empty for a denial
 */
public record Explanation(
    Decision decision,
    Attempt.Direction direction,
    int line,
    List<String> conditions,
    List<Near> near,
    List<String> obligations) {

  /** How many rules that nearly decided are told. */
  public static final int MOST_NEAR = 20;

  /** What kept a later rule from deciding when all its conditions hold. */
  public static final String ORDER = "order";

  public Explanation {
    conditions = List.copyOf(conditions);
    near = List.copyOf(near);
    obligations = List.copyOf(obligations);
  }

  /**
   * A rule that did not decide for one reason only.
   *
   * @param failed the one condition that does not hold, such as {@code from.group}; {@link #ORDER}
   *     where all hold and an earlier rule decided
   * @param words what the condition wants and what was found
   */
  public record Near(String rule, int line, String failed, String words) {}
}
