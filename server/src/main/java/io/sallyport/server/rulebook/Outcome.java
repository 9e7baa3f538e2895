package io.sallyport.server.rulebook;

import io.sallyport.server.policy.Reading;
import java.util.List;

/** What became of a rule set that somebody wanted in force. */
public sealed interface Outcome {

  /**
   * It is on record and decides from now on.
   *
   * @param warnings what its author should look at
   */
  record InForce(long version, List<Reading.Problem> warnings) implements Outcome {
    public InForce {
      warnings = List.copyOf(warnings);
    }
  }

  /** It is wrong in itself; the set that was in force still is. */
  record Refused(List<Reading.Problem> problems) implements Outcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** Something else is in the way; the set that was in force still is. */
  record Failed(String why) implements Outcome {}
}
