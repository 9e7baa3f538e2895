package io.sallyport.server.content;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * A pattern of RE2/J, which takes linear time for one match. All matches of a text may take a time
 * that is quadratic, where each looks at the whole rest: such a search is given up, and all the
 * rest of the text counts as one match.
 */
final class TextPattern {
  private static final int PASSES = 16;
  private static final int SPARE = 1_000;

  // immutable
  private final Pattern pattern;
  private final boolean needsDigit;
  private final boolean ignoresCase;
  private final String required;

  TextPattern(Pattern pattern) {
    this.pattern = pattern;
    this.needsDigit = needsDigit(pattern.pattern());
    this.ignoresCase = pattern.pattern().startsWith("(?i)");
    String text = Required.of(pattern.pattern());
    boolean ascii = text.chars().allMatch(c -> c < 128);
    this.required = !ignoresCase ? text : ascii ? text.toLowerCase(Locale.ROOT) : "";
  }

  /**
   * A text to search, with what tells quickly that most patterns are not in it.
   *
   * @param small the same in small letters
   * @param digits whether it has any
   */
  record Searched(CharStream text, String exact, String small, boolean digits) {
    static Searched of(CharStream text) {
      String exact = text.toString();
      return new Searched(
          text,
          exact,
          exact.toLowerCase(Locale.ROOT),
          exact.chars().anyMatch(c -> c >= '0' && c <= '9'));
    }
  }

  /**
   * Tells all matches.
   *
   * @return characters that the search looked at: at most some twenty times the length
   */
  long scan(Searched searched, CardNumbers.Listener listener) {
    CharStream text = searched.text();
    if (needsDigit && !searched.digits()
        || !(ignoresCase ? searched.small() : searched.exact()).contains(required)) {
      return 0;
    }
    Counted counted = new Counted(text);
    Matcher matcher = pattern.matcher(counted);
    long most = (long) PASSES * text.length() + SPARE;
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        if (counted.looks > most) {
          listener.found(matcher.start(), text.length());
          break;
        }
        listener.found(matcher.start(), matcher.end());
      }
    }
    return counted.looks;
  }

  /**
   * Whether nothing without a digit can match, as far as that is plain to see: a class of digits
   * outside all groups that must be there.
   */
  private static boolean needsDigit(String pattern) {
    String plain = pattern.startsWith("(?i)") ? pattern.substring(4) : pattern;
    if (plain.indexOf('|') >= 0 || plain.indexOf("\\Q") >= 0) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0 && (plain.startsWith("[0-9]", i) || plain.startsWith("\\d", i))) {
        int next = i + (c == '[' ? 5 : 2);
        if (next == plain.length()
            || "?*{".indexOf(plain.charAt(next)) < 0
            || plain.startsWith("{", next)
                && plain.charAt(Math.min(next + 1, plain.length() - 1)) >= '1') {
          return true;
        }
        i = next - 1;
      } else if (c == '\\') {
        i++;
      } else if (c == '[') {
        return false;
      }
    }
    return false;
  }

  /** Counts what is looked at, so that a search can be given up. */
  private static final class Counted implements CharSequence {
    private final CharStream text;
    private long looks;

    Counted(CharStream text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int i) {
      looks++;
      return text.charAt(i);
    }

    @Override
    public String subSequence(int from, int to) {
      return text.subSequence(from, to).toString();
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
