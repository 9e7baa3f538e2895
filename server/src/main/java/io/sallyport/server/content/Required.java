package io.sallyport.server.content;

/**
 * A text without which a pattern cannot match, so that most patterns need not be run on most texts:
 * the longest run of plain characters that stands outside all groups and must be there. Where a
 * pattern has anything that is not plain to see, there is none.
 */
final class Required {
  private static final String ONE_CHARACTER_ESCAPES = "dDwWsSbBAztnrfv";

  // owned by: one reading
  private final String pattern;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private boolean plain = true;
  private int at;

  private Required(String pattern) {
    this.pattern = pattern;
  }

  /** The text; empty where nothing is known. A leading flag for ignoring case is not looked at. */
  static String of(String pattern) {
    Required required = new Required(pattern.startsWith("(?i)") ? pattern.substring(4) : pattern);
    return required.read();
  }

  private String read() {
    int depth = 0;
    while (plain && at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> {
          plain = !pattern.startsWith("?", at) || pattern.startsWith("?:", at);
          depth++;
          end();
        }
        case ')' -> {
          depth--;
          end();
        }
        case '|' -> {
          plain = depth > 0;
          end();
        }
        case '[' -> skipClass();
        case '\\' -> escape(depth);
        case '{' -> repeat();
        case '?', '*' -> optional();
        case '+', '.', '^', '$' -> end();
        default -> literal(c, depth);
      }
    }
    end();
    return plain && depth == 0 ? longest : "";
  }

  private void literal(char c, int depth) {
    if (depth == 0) {
      run.append(c);
    }
  }

  private void escape(int depth) {
    char c = at < pattern.length() ? pattern.charAt(at++) : 'Q';
    if (c >= 128 || Character.isLetterOrDigit(c)) {
      plain = ONE_CHARACTER_ESCAPES.indexOf(c) >= 0;
      end();
    } else {
      literal(c, depth);
    }
  }

  /**
   * Skips a class of characters; one that holds another, or a bracket at its begin, is not plain.
   */
  private void skipClass() {
    end();
    at += pattern.startsWith("^", at) ? 1 : 0;
    plain = !pattern.startsWith("]", at);
    while (plain && at < pattern.length() && pattern.charAt(at) != ']') {
      plain = pattern.charAt(at) != '[';
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void repeat() {
    optional();
    int close = pattern.indexOf('}', at);
    plain = close > 0 && pattern.substring(at, close).matches("[0-9,]+");
    at = close + 1;
  }

  /** The character before may be left out. */
  private void optional() {
    if (run.length() > 0) {
      run.setLength(run.length() - 1);
    }
    end();
  }

  private void end() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }
}
