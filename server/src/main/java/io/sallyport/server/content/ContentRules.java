package io.sallyport.server.content;

import java.util.List;

/** Content rules, compiled: immutable, for any thread. */
public final class ContentRules {
  /** No rules: everything passes. */
  public static final ContentRules NONE =
      new ContentRules(
          new Detectors(List.of(), new Lexicon.Builder().build(), List.of()), List.of());

  // immutable
  private final Detectors detectors;
  private final List<Rule> rules;

  ContentRules(Detectors detectors, List<Rule> rules) {
    this.detectors = detectors;
    this.rules = List.copyOf(rules);
  }

  /** What a text of rules comes to. */
  public sealed interface Reading {}

  /** Nothing is wrong with it. */
  public record Ok(ContentRules rules) implements Reading {}

  /** It cannot be used. */
  public record Refused(List<Problem> problems) implements Reading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * One thing that is wrong with a text of rules.
   *
   * @param line counted from 1; 0 where no line is to blame
   * @param key path of the key, such as {@code content.rules[2].action}; may be empty
   * @param words what is wrong
   * @param suggestion what to write instead; empty where nobody knows
   */
  public record Problem(int line, String key, String words, String suggestion) {
    /** One line for a person. */
    public String text() {
      return (line > 0 ? "line " + line + ": " : "")
          + (key.isEmpty() ? "" : key + ": ")
          + words
          + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }
  }

  /**
   * Reads the section {@code content} of a document; its other sections are not looked at, so that
   * the rules of policy can stand in the same document. No such section means no rules.
   */
  public static Reading read(String yaml) {
    return new RuleReader().read(yaml);
  }

  /** How many rules there are. */
  public int size() {
    return rules.size();
  }

  /** Looks at it under the rules that are for these sides. Pure; linear in the size. */
  public Verdict scan(Material material, Sides sides) {
    List<Rule> here = applicable(sides);
    return here.isEmpty() ? Verdict.PASS : new Scan(detectors, here).of(material);
  }

  /** Steps that a look takes, for tests of how they grow. */
  long steps(Material material) {
    Scan scan = new Scan(detectors, applicable(Sides.UNKNOWN));
    scan.of(material);
    return scan.steps();
  }

  private List<Rule> applicable(Sides sides) {
    return rules.stream().filter(rule -> rule.isFor(sides)).toList();
  }
}
