package io.sallyport.protocol.sip;

/** The character classes of RFC 3261 section 25.1, ASCII only, one table look-up each. */
final class Characters {
  static final int DIGIT = 1;
  static final int ALPHA = 1 << 1;
  static final int HEX = 1 << 2;
  static final int TOKEN = 1 << 3;
  static final int USER = 1 << 4;
  static final int PASSWORD = 1 << 5;
  static final int URI_PARAMETER = 1 << 6;
  static final int URI_HEADER = 1 << 7;
  static final int HOST = 1 << 8;

  /**
   * An unquoted parameter value: a token, a host, and what widely used phones write without quotes.
   */
  static final int VALUE = 1 << 9;

  /** Any URI: visible characters that need no quoting. */
  static final int URI = 1 << 10;

  private static final short[] TABLE = new short[128];

  static {
    add("0123456789", DIGIT | HEX);
    add("abcdefABCDEF", HEX);
    for (char c = 0; c < 128; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter) {
        TABLE[c] |= ALPHA;
      }
      if (letter || (c >= '0' && c <= '9')) {
        TABLE[c] |= TOKEN | USER | PASSWORD | URI_PARAMETER | URI_HEADER | HOST | VALUE;
      }
      if (c > ' ' && c < 127 && "<>\"".indexOf(c) < 0) {
        TABLE[c] |= URI;
      }
    }
    add("-.!%*_+`'~", TOKEN | VALUE);
    add("[]:/=", VALUE);
    add("-_.!~*'()", USER | PASSWORD | URI_PARAMETER | URI_HEADER);
    // '#' is what dialled service codes hold; the grammar wants it escaped, phones do not
    add("&=+$,;?/#", USER);
    add("&=+$,", PASSWORD);
    add("[]/:&+$=", URI_PARAMETER);
    add("[]/?:+$=&", URI_HEADER);
    // '_' is in no host name by the book, but in those of many containers
    add("-._", HOST);
  }

  private Characters() {}

  static boolean is(int c, int kind) {
    return c >= 0 && c < 128 && (TABLE[c] & kind) != 0;
  }

  private static void add(String characters, int kinds) {
    for (int i = 0; i < characters.length(); i++) {
      TABLE[characters.charAt(i)] |= (short) kinds;
    }
  }
}
