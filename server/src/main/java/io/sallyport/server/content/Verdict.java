package io.sallyport.server.content;

import java.util.List;
import java.util.Optional;

/**
 * What follows from what was found.
 *
 * @param action the strongest of the rules that apply
 * @param found what each rule found, in the order of the rules
 * @param masked the body to deliver in place of the one that was sent, where the action is {@link
 *     Action#MASK}
 * @param words what the sender is told where the action is {@link Action#BLOCK}
 */
public record Verdict(Action action, List<Found> found, Optional<byte[]> masked, String words) {
  /** Nothing was found. */
  public static final Verdict PASS = new Verdict(Action.PASS, List.of(), Optional.empty(), "");

  public Verdict {
    found = List.copyOf(found);
  }

  /** What can follow, the mildest first. */
  public enum Action {
    PASS("passed"),
    FLAG("flagged"),
    MASK("masked"),
    BLOCK("blocked");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /** As it stands on record. */
    public String word() {
      return word;
    }
  }

  /**
   * What one rule found.
   *
   * @param category of the rule, such as {@code payment}; empty where it has none
   * @param action of the rule, or the stronger one that took its place
   * @param what names of the lexicons, patterns and identifiers
   * @param count matches that were told apart
   * @param spans the first of them, as characters of the body; none where they lie in a name or in
   *     something encoded
   */
  public record Found(
      String rule, String category, Action action, List<String> what, int count, List<Span> spans) {
    public Found {
      what = List.copyOf(what);
      spans = List.copyOf(spans);
    }
  }

  /** From a character on, up to another, exclusive. */
  public record Span(int from, int to) {}
}
