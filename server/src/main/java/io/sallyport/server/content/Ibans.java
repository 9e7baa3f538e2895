package io.sallyport.server.content;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * International bank account numbers (ISO 13616): the country's length, the check by modulo 97. A
 * blank, hyphen or point may stand between any two characters.
 */
final class Ibans {
  private static final Map<String, Integer> LENGTHS =
      lengths(
          """
          AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27
          DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28
          IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22
          MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
          SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
          """);

  private Ibans() {}

  /**
   * Tells the numbers in a folded text.
   *
   * @return characters that it looked at: at most 34 for each of the text
   */
  static int scan(CharSequence text, CardNumbers.Listener listener) {
    int looked = 0;
    int i = 0;
    while (i + 4 < text.length()) {
      Integer length =
          isLetter(text.charAt(i)) && (i == 0 || !Folding.isWord(text.charAt(i - 1)))
              ? LENGTHS.get(text.subSequence(i, i + 2).toString())
              : null;
      int end = -1;
      if (length != null) {
        end = end(text, i, length);
        looked += length;
      }
      if (end > 0) {
        listener.found(i, end);
        i = end;
      } else {
        i++;
      }
    }
    return looked;
  }

  private static int end(CharSequence text, int begin, int length) {
    char[] chars = new char[length];
    int count = 0;
    int i = begin;
    while (i < text.length() && count < length) {
      char c = text.charAt(i);
      if (isLetter(c) || isDigit(c)) {
        chars[count++] = c;
      } else if (!CardNumbers.isSeparator(text, i)
          || CardNumbers.isSeparator(text, i + 1)
          || count == 0) {
        return -1;
      }
      i++;
    }
    boolean ends = i == text.length() || !Folding.isWord(text.charAt(i));
    return ends && count == length && isValid(chars) ? i : -1;
  }

  /** Small letters and digits, as they are said one after the other. */
  static boolean isValid(char[] chars) {
    if (!isDigit(chars[2]) || !isDigit(chars[3])) {
      return false;
    }
    int rest = 0;
    for (int i = 0; i < chars.length; i++) {
      char c = chars[(i + 4) % chars.length];
      rest = isDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'a' + 10) % 97;
    }
    return rest == 1;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Map<String, Integer> lengths(String table) {
    Map<String, Integer> lengths = new HashMap<>();
    for (String entry : table.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
      lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
