package io.sallyport.server.content;

import java.util.HashMap;
import java.util.Map;

/**
 * Letters that a reader takes for a Latin one: those of Cyrillic, Greek and Armenian, and the
 * digits and signs that people write in place of letters. A selection of what Unicode Technical
 * Standard 39 lists as confusable, for the scripts that keyboards have.
 */
final class LookAlikes {
  /** Pairs: what it looks like, then all that looks like it. Small letters. */
  private static final String[] SMALL = {
    "a", "аαɑ", "b", "ьвƅ", "c", "сϲᴄ", "d", "ԁɗ", "e", "еєҽ℮", "f", "ғſ", "g", "ɡց", "h", "һհ",
    "i", "іιɩı", "j", "јϳ", "k", "кκ", "l", "ӏǀߊ", "m", "м", "n", "пηոռ", "o", "оοօσ", "p", "рρ",
    "q", "ԛգ", "r", "гᴦ", "s", "ѕꜱ", "t", "тτ", "u", "υսц", "v", "νѵᴠ", "w", "ԝшωѡ", "x", "хχ", "y",
    "уүγ", "z", "ᴢ",
  };

  /** Capitals whose small letter looks like another one, or like none. */
  private static final String[] CAPITAL = {
    "b", "ВΒ", "e", "Ε", "h", "НΗ", "i", "Ι", "k", "Κ", "m", "ΜМ", "n", "Ν", "p", "РΡ", "t", "ТΤ",
    "x", "ХΧ", "y", "УΥ", "z", "Ζ",
  };

  private static final char[] ASCII = ascii();
  private static final Map<Character, Character> LETTERS = letters(SMALL);
  private static final Map<Character, Character> CAPITALS = letters(CAPITAL);

  private LookAlikes() {}

  /** A small ASCII character as a letter; the same where it looks like none. */
  static char ascii(char c, boolean beforeWord) {
    return c == '!' && beforeWord ? 'l' : ASCII[c];
  }

  /** A folded character as a Latin letter; the same where it looks like none. */
  static char letter(char c, boolean beforeWord) {
    if (c < 128) {
      return ascii(c, beforeWord);
    }
    Character latin = LETTERS.get(c);
    return latin == null ? c : ASCII[latin];
  }

  /**
   * What a capital looks like, where that is not what its small letter looks like; null if none.
   */
  static String capital(int code) {
    Character latin = code > 0xFFFF ? null : CAPITALS.get((char) code);
    return latin == null ? null : String.valueOf(latin);
  }

  /** l, i and 1 are one: no reader can tell which was meant. */
  private static char[] ascii() {
    char[] table = new char[128];
    for (char c = 0; c < 128; c++) {
      table[c] = c;
    }
    String written = "01i34578@$|";
    String meant = "olleastbasl";
    for (int i = 0; i < written.length(); i++) {
      table[written.charAt(i)] = meant.charAt(i);
    }
    return table;
  }

  private static Map<Character, Character> letters(String[] pairs) {
    Map<Character, Character> letters = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      for (char other : pairs[i + 1].toCharArray()) {
        letters.put(other, pairs[i].charAt(0));
      }
    }
    return letters;
  }
}
