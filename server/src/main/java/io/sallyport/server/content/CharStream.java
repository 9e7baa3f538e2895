package io.sallyport.server.content;

import java.util.Arrays;

/**
 * Characters and where each of them came from: what is matched is hardly ever what was sent, and
 * what is masked must be. Grows; its size is bounded by what it is made from.
 */
final class CharStream implements CharSequence {
  // owned by: who fills it
  private char[] chars;
  private int[] from;
  private int[] to;
  private int length;

  CharStream(int capacity) {
    chars = new char[capacity];
    from = new int[capacity];
    to = new int[capacity];
  }

  /** Text that stands for itself. */
  static CharStream of(String text) {
    return of(text, 0, text.length());
  }

  /** A part of a text that stands for itself. */
  static CharStream of(String text, int begin, int end) {
    CharStream stream = new CharStream(Math.max(16, end - begin));
    for (int i = begin; i < end; i++) {
      stream.add(text.charAt(i), i, i + 1);
    }
    return stream;
  }

  void add(char c, int begin, int end) {
    if (length == chars.length) {
      int more = Math.max(16, 2 * length);
      chars = Arrays.copyOf(chars, more);
      from = Arrays.copyOf(from, more);
      to = Arrays.copyOf(to, more);
    }
    chars[length] = c;
    from[length] = begin;
    to[length++] = end;
  }

  void add(String text, int begin, int end) {
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i), begin, end);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int i) {
    return chars[i];
  }

  /** Where the character begins in what it was made from. */
  int from(int i) {
    return from[i];
  }

  /** Where it ends there, exclusive. */
  int to(int i) {
    return to[i];
  }

  char last() {
    return length == 0 ? ' ' : chars[length - 1];
  }

  /** The code point that begins there; a half of a pair stands for itself. */
  int codePoint(int i) {
    char high = chars[i];
    return Character.isHighSurrogate(high)
            && i + 1 < length
            && Character.isLowSurrogate(chars[i + 1])
        ? Character.toCodePoint(high, chars[i + 1])
        : high;
  }

  @Override
  public String subSequence(int begin, int end) {
    return new String(chars, begin, end - begin);
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}
