package io.sallyport.server.content;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The words and phrases of all lexicons, and how each is looked for: as it is, and in the disguises
 * that {@link Folding#skeleton} sees through.
 */
final class Lexicon {
  /** Disguised words of fewer letters would be found everywhere. */
  private static final int SHORTEST_DISGUISED = 4;

  // immutable
  private final List<Entry> entries;
  private final Automaton automaton;

  private Lexicon(List<Entry> entries, Automaton automaton) {
    this.entries = entries;
    this.automaton = automaton;
  }

  /**
   * One text to look for.
   *
   * @param disguised whether it is looked for in the skeleton
   * @param openStart whether it may begin within a word
   * @param openEnd whether it may end within a word
   */
  private record Entry(
      int detector, int length, boolean disguised, boolean openStart, boolean openEnd) {}

  /** Hears of a match by its place in the text that was scanned. */
  interface Listener {
    void found(int detector, int from, int to);
  }

  /** Takes words. */
  static final class Builder {
    private final List<Entry> entries = new ArrayList<>();
    private final Automaton.Builder automaton = new Automaton.Builder();

    /**
     * A word or phrase; with an asterisk at its end, or begin, it may be the begin, or end, of a
     * longer word.
     *
     * @return whether anything of it is left to look for
     */
    boolean add(int detector, String written, boolean lookAlikes) {
      boolean start = written.startsWith("*");
      boolean end = written.endsWith("*") && written.length() > 1;
      String text = written.substring(start ? 1 : 0, written.length() - (end ? 1 : 0));
      String folded = Folding.folded(text);
      if (folded.isEmpty()) {
        return false;
      }
      put(detector, folded, false, start, end);
      String skeleton = lookAlikes ? Folding.skeleton(text) : "";
      String oneWord = skeleton.replace(" ", "");
      if (oneWord.length() >= SHORTEST_DISGUISED && wholly(folded)) {
        put(detector, skeleton, true, start, end);
        if (!oneWord.equals(skeleton)) {
          put(detector, oneWord, true, start, end);
        }
      }
      return true;
    }

    private void put(int detector, String text, boolean disguised, boolean start, boolean end) {
      boolean openStart = start || !parted(text.codePointAt(0));
      boolean openEnd = end || !parted(text.codePointBefore(text.length()));
      automaton.add(text, entries.size());
      entries.add(new Entry(detector, text.length(), disguised, openStart, openEnd));
    }

    /** Whether its signs are not what it is about, as they are in C++. */
    private static boolean wholly(String text) {
      long words = text.chars().filter(c -> Folding.isWord((char) c) || c == ' ').count();
      return 4 * words >= 3 * text.length();
    }

    Lexicon build() {
      return new Lexicon(List.copyOf(entries), automaton.build());
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Tells the words in a folded text, or the disguised ones in a skeleton.
   *
   * @return moves of the automaton
   */
  int scan(CharStream text, boolean disguised, Listener listener) {
    return automaton.scan(
        text,
        (number, to) -> {
          Entry entry = entries.get(number);
          int from = to - entry.length();
          if (entry.disguised() == disguised
              && (entry.openStart() || !isWord(text, from - 1))
              && (entry.openEnd() || !isWord(text, to))) {
            listener.found(entry.detector(), from, to);
          }
        });
  }

  private static boolean isWord(CharStream text, int i) {
    return i >= 0 && i < text.length() && Folding.isWord(text.charAt(i));
  }

  /** Whether the script parts its words by blanks, and the character belongs to a word. */
  private static boolean parted(int code) {
    if (!Character.isLetterOrDigit(code)) {
      return false;
    }
    return switch (UnicodeScript.of(code)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
      default -> true;
    };
  }
}
