package io.sallyport.server.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rules by the values of their conditions. For every part of an attempt, a set of bits says
 * which pairs of parties want nothing of it or want what it has; what all parts leave is held
 * against the rules themselves, in order, so that a decision costs about the same for ten rules as
 * for ten thousand.
 */
final class RuleIndex {
  // immutable
  private final List<Rule> rules;
  private final Rule.Arm[] arms;
  private final int[] ruleOf;
  private final long[][] kinds = new long[Attempt.Kind.values().length][];
  private final long[][] directions = new long[Attempt.Direction.values().length][];
  private final SideIndex from;
  private final SideIndex to;

  RuleIndex(List<Rule> rules) {
    this.rules = rules;
    int count = rules.stream().mapToInt(r -> r.arms().size()).sum();
    this.arms = new Rule.Arm[count];
    this.ruleOf = new int[count];
    int words = (count + 63) / 64;
    Arrays.setAll(kinds, k -> new long[words]);
    Arrays.setAll(directions, d -> new long[words]);
    int arm = 0;
    for (int r = 0; r < rules.size(); r++) {
      Rule rule = rules.get(r);
      for (Rule.Arm pair : rule.arms()) {
        arms[arm] = pair;
        ruleOf[arm] = r;
        for (Attempt.Kind kind : rule.kinds()) {
          kinds[kind.ordinal()][arm >> 6] |= 1L << arm;
        }
        for (Attempt.Direction direction : rule.directions()) {
          directions[direction.ordinal()][arm >> 6] |= 1L << arm;
        }
        arm++;
      }
    }
    this.from = new SideIndex(Arrays.stream(arms).map(Rule.Arm::from).toList());
    this.to = new SideIndex(Arrays.stream(arms).map(Rule.Arm::to).toList());
  }

  /** The first rule that matches, or null: this is asked for every request. */
  Rule first(Rule.Asked asked) {
    long[] live = kinds[asked.attempt.kind().ordinal()].clone();
    SideIndex.and(live, directions[asked.direction.ordinal()]);
    long[] scratch = new long[live.length];
    from.narrow(live, scratch, asked.from);
    to.narrow(live, scratch, asked.to);
    for (int word = 0; word < live.length; word++) {
      for (long left = live[word]; left != 0; left &= left - 1) {
        int arm = (word << 6) + Long.numberOfTrailingZeros(left);
        Rule rule = rules.get(ruleOf[arm]);
        if (arms[arm].matches(asked.from, asked.to) && rule.circumstances(asked)) {
          return rule;
        }
      }
    }
    return null;
  }

  /** The first rule that surely covers another one, before it in the order. */
  Optional<Rule> covering(Rule later) {
    long[] live = new long[kinds[0].length];
    Arrays.fill(live, -1L);
    later.kinds().forEach(k -> SideIndex.and(live, kinds[k.ordinal()]));
    later.directions().forEach(d -> SideIndex.and(live, directions[d.ordinal()]));
    long[] scratch = new long[live.length];
    from.narrowToCovering(live, scratch, later.arms().get(0).from());
    to.narrowToCovering(live, scratch, later.arms().get(0).to());
    for (int word = 0; word < live.length; word++) {
      for (long left = live[word]; left != 0; left &= left - 1) {
        Rule rule = rules.get(ruleOf[(word << 6) + Long.numberOfTrailingZeros(left)]);
        if (rule == later) {
          return Optional.empty();
        }
        if (rule.covers(later)) {
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }
}
