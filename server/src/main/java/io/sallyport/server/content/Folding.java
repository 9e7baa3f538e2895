package io.sallyport.server.content;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Makes texts equal that a reader takes for the same, and remembers which characters each came
 * from. Each way takes linear time and space.
 *
 * <p>{@link #folded}: without invisible characters, compatibility forms replaced (full-width,
 * mathematical, ligatures: Unicode NFKD), without case and diacritics, every digit an ASCII one,
 * any run of white space one blank. {@link #skeleton}: beyond that, letters of other scripts,
 * digits and signs that look like a Latin letter replaced by it, punctuation within words left out,
 * words that are s p e l l e d out joined. {@link #compatible}: only invisible characters and
 * compatibility forms, for patterns that may tell case.
 */
final class Folding {
  /** A base character with more marks than this is no text. */
  private static final int MOST_MARKS = 16;

  /** So many single letters in a row are a word that is spelled out. */
  private static final int SPELLED = 3;

  // any thread: a race stores an equal value twice
  private static final String[][] FOLDS = new String[256][];

  private Folding() {}

  static String folded(String text) {
    return folded(CharStream.of(text)).toString().strip();
  }

  static String skeleton(String text) {
    return skeleton(CharStream.of(text)).toString().strip();
  }

  static CharStream folded(CharStream in) {
    CharStream out = new CharStream(in.length() + 8);
    for (int i = 0; i < in.length(); ) {
      int code = in.codePoint(i);
      int next = i + Character.charCount(code);
      if (isBlank(code)) {
        if (out.last() != ' ') {
          out.add(' ', i, next);
        }
      } else if (code >= 128) {
        out.add(fold(code), i, next);
      } else if (!isInvisible(code)) {
        out.add(lower((char) code), i, next);
      }
      i = next;
    }
    return out;
  }

  static CharStream skeleton(CharStream in) {
    CharStream out = new CharStream(in.length() + 8);
    for (int i = 0; i < in.length(); ) {
      int code = in.codePoint(i);
      int next = i + Character.charCount(code);
      if (isBlank(code)) {
        if (out.last() != ' ') {
          out.add(' ', i, next);
        }
      } else if (code < 128) {
        addWord(out, LookAlikes.ascii(lower((char) code), wordAt(in, next)), i, next);
      } else {
        String latin = LookAlikes.capital(code);
        String seen = latin == null ? fold(code) : latin;
        for (int k = 0; k < seen.length(); k++) {
          addWord(out, LookAlikes.letter(seen.charAt(k), wordAt(in, next)), i, next);
        }
      }
      i = next;
    }
    return joined(out);
  }

  static CharStream compatible(CharStream in) {
    CharStream out = new CharStream(in.length() + 8);
    for (int i = 0; i < in.length(); ) {
      int code = in.codePoint(i);
      int next = i + Character.charCount(code);
      int marks = 0;
      while (marks < MOST_MARKS && next < in.length() && isMark(in.codePoint(next))) {
        next += Character.charCount(in.codePoint(next));
        marks++;
      }
      if (marks == 0 && code < 128) {
        if (!isInvisible(code)) {
          out.add((char) code, i, next);
        }
      } else if (!isInvisible(code)) {
        String composed = Normalizer.normalize(in.subSequence(i, next), Normalizer.Form.NFKC);
        addVisible(out, composed, i, next);
      }
      i = next;
    }
    return out;
  }

  private static void addVisible(CharStream out, String text, int from, int to) {
    text.codePoints()
        .filter(c -> !isInvisible(c))
        .forEach(c -> out.add(Character.toString(digit(c)), from, to));
  }

  private static void addWord(CharStream out, char c, int from, int to) {
    if (isWord(c) || Character.isSurrogate(c)) {
      out.add(c, from, to);
    }
  }

  private static boolean wordAt(CharStream in, int i) {
    return i < in.length() && isWord(in.charAt(i));
  }

  /** Without the blanks between single letters, where there are several in a row. */
  private static CharStream joined(CharStream in) {
    CharStream out = new CharStream(in.length());
    for (int i = 0; i < in.length(); ) {
      int single = singles(in, i);
      if (single >= SPELLED) {
        for (int k = 0; k < single; k++, i += 2) {
          out.add(in.charAt(i), in.from(i), in.to(i));
        }
        i--;
      } else {
        // a whole word and the blank behind it, so that no later part of it looks like a single
        int end = i;
        while (end < in.length() && in.charAt(end) != ' ') {
          end++;
        }
        for (end = Math.min(end + 1, in.length()); i < end; i++) {
          out.add(in.charAt(i), in.from(i), in.to(i));
        }
      }
    }
    return out;
  }

  /** How many letters that stand alone follow each other from here. */
  private static int singles(CharStream in, int begin) {
    int count = 0;
    int i = begin;
    while (i < in.length()
        && in.charAt(i) != ' '
        && (i + 1 == in.length() || in.charAt(i + 1) == ' ')) {
      count++;
      i += 2;
    }
    return count;
  }

  static boolean isWord(char c) {
    return c < 128
        ? c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
        : Character.isLetterOrDigit(c);
  }

  static boolean isBlank(int code) {
    return code <= ' '
        ? code == ' ' || code >= 9 && code <= 13
        : code >= 128 && (Character.isSpaceChar(code) || code == 0x85 || code == 0x2800);
  }

  /** What no reader sees: format and control characters, fillers. */
  static boolean isInvisible(int code) {
    if (code < 128) {
      return code < ' ' && !isBlank(code) || code == 127;
    }
    int type = Character.getType(code);
    return type == Character.FORMAT
        || type == Character.CONTROL
        || code == 0x115F
        || code == 0x1160
        || code == 0x3164
        || code == 0xFFA0;
  }

  private static boolean isMark(int code) {
    if (code < 0x300) {
      return false;
    }
    int type = Character.getType(code);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  /** A code point above ASCII, folded; remembered, because the normaliser is slow. */
  private static String fold(int code) {
    if (code > 0xFFFF) {
      return newFold(code);
    }
    String[] page = FOLDS[code >> 8];
    if (page == null) {
      page = new String[256];
      FOLDS[code >> 8] = page;
    }
    String fold = page[code & 0xFF];
    if (fold == null) {
      fold = newFold(code);
      page[code & 0xFF] = fold;
    }
    return fold;
  }

  private static String newFold(int code) {
    String plain = Normalizer.normalize(Character.toString(code), Normalizer.Form.NFKD);
    String lower = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    StringBuilder fold = new StringBuilder();
    Normalizer.normalize(lower, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> !isMark(c) && !isInvisible(c))
        .forEach(c -> fold.appendCodePoint(digit(c)));
    return fold.toString();
  }

  private static int digit(int code) {
    return code >= 128 && Character.isDigit(code) ? '0' + Character.digit(code, 10) : code;
  }
}
