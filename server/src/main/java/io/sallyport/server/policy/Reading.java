package io.sallyport.server.policy;

import java.util.List;

/** What became of reading a rule set: a set that may come into force, or all that is wrong. */
public sealed interface Reading {

  /**
   * A set that may come into force.
   *
   * @param warnings what an admin should look at before it does
   */
  record Ok(RuleSet rules, List<Problem> warnings) implements Reading {
    public Ok {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Nothing changes.
   *
   * @param problems all that is wrong, in the order of the text, at least one
   */
  record Refused(List<Problem> problems) implements Reading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * One thing that is wrong with a rule set.
   *
   * @param line counted from 1; 0 where no line is to blame
   * @param key path of the key, such as {@code rules[3].from.group}; empty for the whole
   * @param words what is wrong
   * @param suggestion what to write instead; empty where nobody knows
   */
  record Problem(int line, String key, String words, String suggestion) {
    /** One line for a person. */
    public String text() {
      return (line > 0 ? "line " + line + ": " : "")
          + (key.isEmpty() ? "" : key + ": ")
          + words
          + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }
  }
}
