package io.sallyport.server.content;

import io.sallyport.server.content.TextPattern.Searched;
import java.util.BitSet;
import java.util.List;

/**
 * All that rules look for, by number: identifiers first, then lexicons and patterns as they stand
 * in the text of the rules.
 *
 * @param patterns by number; null where the number is no pattern's
 */
record Detectors(List<String> names, Lexicon lexicon, List<TextPattern> patterns) {
  static final String CARD_NUMBER = "card-number";
  static final String IBAN = "iban";
  static final List<String> IDENTIFIERS = List.of(CARD_NUMBER, IBAN);

  private static final int CARD = 0;
  private static final int ACCOUNT = 1;

  /** Hears of a match by its place in the view. */
  interface Listener {
    void found(int detector, int from, int to);
  }

  /**
   * Looks for the wanted ones.
   *
   * @return steps that it took, for tests: linear in the size of the view
   */
  long scan(CharStream view, BitSet wanted, Listener listener) {
    CharStream folded = Folding.folded(view);
    long steps = folded.length();
    if (wanted.get(CARD)) {
      steps += CardNumbers.scan(folded, (from, to) -> tell(CARD, folded, from, to, listener));
    }
    if (wanted.get(ACCOUNT)) {
      steps += Ibans.scan(folded, (from, to) -> tell(ACCOUNT, folded, from, to, listener));
    }
    if (wants(wanted, false)) {
      steps += words(view, folded, wanted, listener);
    }
    if (wants(wanted, true)) {
      steps += patterns(view, wanted, listener);
    }
    return steps;
  }

  /**
   * Whether a pattern is wanted, or a lexicon: what is neither a card nor an account is of these.
   */
  private boolean wants(BitSet wanted, boolean pattern) {
    return wanted.stream().anyMatch(d -> d > ACCOUNT && (patterns.get(d) != null) == pattern);
  }

  private long words(CharStream view, CharStream folded, BitSet wanted, Listener listener) {
    CharStream skeleton = Folding.skeleton(view);
    long moves =
        lexicon.scan(
            folded,
            false,
            (detector, from, to) -> {
              if (wanted.get(detector)) {
                tell(detector, folded, from, to, listener);
              }
            });
    return moves
        + lexicon.scan(
            skeleton,
            true,
            (detector, from, to) -> {
              if (wanted.get(detector)
                  && isMostlyLetters(view, skeleton.from(from), skeleton.to(to - 1))) {
                tell(detector, skeleton, from, to, listener);
              }
            });
  }

  private long patterns(CharStream view, BitSet wanted, Listener listener) {
    CharStream text = Folding.compatible(view);
    Searched searched = Searched.of(text);
    long steps = 0;
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i) != null && wanted.get(i)) {
        int detector = i;
        steps +=
            patterns.get(i).scan(searched, (from, to) -> tell(detector, text, from, to, listener));
      }
    }
    return steps;
  }

  private static void tell(int detector, CharStream text, int from, int to, Listener listener) {
    listener.found(detector, text.from(from), text.to(to - 1));
  }

  /** An amount of money is no word in disguise. */
  private static boolean isMostlyLetters(CharStream view, int from, int to) {
    int letters = 0;
    int others = 0;
    for (int i = from; i < to; i++) {
      if (Character.isLetter(view.charAt(i))) {
        letters++;
      } else if (Character.isDigit(view.charAt(i))) {
        others++;
      }
    }
    return letters > 0 && letters >= others;
  }
}
