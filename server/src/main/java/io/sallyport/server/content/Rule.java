package io.sallyport.server.content;

import io.sallyport.server.content.Material.Kind;
import io.sallyport.server.content.Verdict.Action;
import java.util.List;
import java.util.Set;

/**
 * One content rule: what it looks for, where, between whom, and what follows.
 *
 * @param detectors numbers of what it looks for
 * @param from groups of which the sender is in one; empty for everybody
 * @param to groups of which the recipient is in one; empty for everybody
 * @param atLeast so many matches before it applies
 * @param words what the sender is told where something is blocked
 */
record Rule(
    String name,
    String category,
    Action action,
    Set<Kind> kinds,
    List<Integer> detectors,
    List<String> from,
    List<String> to,
    int atLeast,
    String words) {

  boolean isFor(Sides sides) {
    return (from.isEmpty() || from.stream().anyMatch(sides::fromIn))
        && (to.isEmpty() || to.stream().anyMatch(sides::toIn));
  }

  boolean changes() {
    return action.compareTo(Action.MASK) >= 0;
  }
}
