package io.sallyport.server.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that is found wrong or doubtful while a rule set is read, up to a number that a person reads.
 */
final class Findings {
  private static final int MOST = 200;

  private final List<Reading.Problem> problems = new ArrayList<>();
  private final List<Reading.Problem> warnings = new ArrayList<>();
  private int moreProblems;
  private int moreWarnings;

  void bad(int line, String key, String words, String suggestion) {
    if (problems.size() < MOST) {
      problems.add(new Reading.Problem(line, printable(key), printable(words), suggestion));
    } else {
      moreProblems++;
    }
  }

  void doubt(int line, String key, String words, String suggestion) {
    if (warnings.size() < MOST) {
      warnings.add(new Reading.Problem(line, printable(key), printable(words), suggestion));
    } else {
      moreWarnings++;
    }
  }

  boolean sound() {
    return problems.isEmpty();
  }

  /** What is wrong, in the order of the text. */
  List<Reading.Problem> problems() {
    return sorted(problems, moreProblems);
  }

  List<Reading.Problem> warnings() {
    return sorted(warnings, moreWarnings);
  }

  private static List<Reading.Problem> sorted(List<Reading.Problem> found, int more) {
    List<Reading.Problem> all = new ArrayList<>(found);
    all.sort(Comparator.comparingInt(Reading.Problem::line));
    if (more > 0) {
      all.add(new Reading.Problem(0, "", "and " + more + " more of this kind", ""));
    }
    return all;
  }

  /** Text of the set as it may go to a terminal: one line, no control characters, not endless. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{C}", "?");
    return line.length() > 300 ? line.substring(0, 297) + "..." : line;
  }
}
