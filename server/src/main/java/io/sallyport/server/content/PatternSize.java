package io.sallyport.server.content;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a pattern's program will be, guessed before it is compiled: repetitions of repetitions
 * multiply, and the compiler would write out all of them.
 */
final class PatternSize {
  private static final long HUGE = 1_000_000_000;

  // owned by: the guess
  private final String pattern;
  private int at;
  private long atom;
  private long sum;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  static long of(String pattern) {
    return new PatternSize(pattern).guess();
  }

  private long guess() {
    Deque<long[]> outer = new ArrayDeque<>();
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> {
          outer.push(new long[] {sum});
          sum = 0;
          atom = 0;
        }
        case ')' -> {
          atom = sum + 2;
          sum = Math.min(HUGE, sum + 2 + (outer.isEmpty() ? 0 : outer.pop()[0]));
        }
        case '{' -> repeat();
        case '*', '+', '?', '|' -> sum++;
        case '\\' -> one(escaped());
        case '[' -> one(bracketed());
        default -> one(at);
      }
    }
    while (!outer.isEmpty()) {
      sum += outer.pop()[0];
    }
    return Math.min(HUGE, sum);
  }

  private void one(int next) {
    at = next;
    atom = 1;
    sum++;
  }

  /** Behind an escape; that of a class of characters has its name in braces. */
  private int escaped() {
    boolean named = at + 1 < pattern.length() && pattern.charAt(at + 1) == '{';
    int close = named ? pattern.indexOf('}', at) : -1;
    return close < 0 ? at + 1 : close + 1;
  }

  private int bracketed() {
    int i = at;
    while (i < pattern.length() && (pattern.charAt(i) != ']' || i == at)) {
      i += pattern.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private void repeat() {
    int close = pattern.indexOf('}', at);
    if (close < 0) {
      return;
    }
    long most = 1;
    for (String number : pattern.substring(at, close).split(",")) {
      if (number.matches("[0-9]{1,6}")) {
        most = Math.max(most, Long.parseLong(number));
      }
    }
    long more = Math.min(HUGE, atom * (most - 1));
    sum = Math.min(HUGE, sum + more);
    atom = Math.min(HUGE, atom + more);
    at = close + 1;
  }
}
