package io.sallyport.server.content;

/**
 * Payment card numbers: issuers' prefixes and lengths (ISO/IEC 7812), the check digit of Luhn. A
 * number stands in groups of digits with at most one blank, hyphen or point between them, and
 * begins and ends with a group.
 */
final class CardNumbers {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 19;

  /** Of each issuer: first and last prefix, shortest and longest number. */
  private static final int[][] ISSUERS = {
    {4, 4, 13, 13}, // Visa
    {4, 4, 16, 16},
    {4, 4, 19, 19},
    {51, 55, 16, 16}, // Mastercard
    {2221, 2720, 16, 16},
    {34, 34, 15, 15}, // American Express
    {37, 37, 15, 15},
    {6011, 6011, 16, 19}, // Discover
    {644, 649, 16, 19},
    {65, 65, 16, 19},
    {300, 305, 14, 19}, // Diners Club
    {3095, 3095, 14, 19},
    {36, 36, 14, 19},
    {38, 39, 14, 19},
    {3528, 3589, 16, 19}, // JCB
    {62, 62, 16, 19}, // UnionPay
    {81, 82, 16, 19}, // UnionPay, RuPay
    {50, 50, 12, 19}, // Maestro
    {56, 58, 12, 19},
    {63, 63, 12, 19},
    {67, 67, 12, 19},
    {2200, 2204, 16, 19}, // Mir
    {60, 60, 16, 16}, // RuPay
    {9792, 9792, 16, 16}, // Troy
  };

  private CardNumbers() {}

  /** Hears of a number by where it begins and ends. */
  interface Listener {
    void found(int from, int to);
  }

  /**
   * Tells the numbers in a folded text.
   *
   * @return digits that it looked at: at most 19 for each character
   */
  static int scan(CharSequence text, Listener listener) {
    int looked = 0;
    int i = 0;
    while (i < text.length()) {
      boolean begins = isDigit(text, i) && !isDigit(text, i - 1);
      int end = -1;
      if (begins) {
        int[] steps = new int[1];
        end = end(text, i, steps);
        looked += steps[0];
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

  /** Where the longest number that begins here ends; -1 where none does. */
  private static int end(CharSequence text, int begin, int[] steps) {
    int[] digits = new int[LONGEST];
    int count = 0;
    int end = -1;
    for (int i = begin; i < text.length() && count < LONGEST; ) {
      digits[count++] = text.charAt(i) - '0';
      steps[0]++;
      int next = i + 1;
      boolean groupEnds = !isDigit(text, next);
      if (groupEnds && count >= SHORTEST && isCard(digits, count)) {
        end = next;
      }
      if (groupEnds && isSeparator(text, next) && isDigit(text, next + 1)) {
        next++;
      }
      if (!isDigit(text, next)) {
        break;
      }
      i = next;
    }
    return end;
  }

  /** Whether the digits are a number that an issuer may have given out. */
  static boolean isCard(int[] digits, int count) {
    return isIssued(digits, count) && luhn(digits, count);
  }

  private static boolean isIssued(int[] digits, int count) {
    for (int[] issuer : ISSUERS) {
      int prefix = 0;
      for (int i = 0, left = issuer[0]; left > 0; left /= 10, i++) {
        prefix = prefix * 10 + digits[i];
      }
      if (prefix >= issuer[0] && prefix <= issuer[1] && count >= issuer[2] && count <= issuer[3]) {
        return true;
      }
    }
    return false;
  }

  private static boolean luhn(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private static boolean isDigit(CharSequence text, int i) {
    return i >= 0 && i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
  }

  /** Hyphens in all their forms are told by their kind. */
  static boolean isSeparator(CharSequence text, int i) {
    if (i >= text.length()) {
      return false;
    }
    char c = text.charAt(i);
    return c == ' ' || c == '.' || c == '/' || Character.getType(c) == Character.DASH_PUNCTUATION;
  }
}
