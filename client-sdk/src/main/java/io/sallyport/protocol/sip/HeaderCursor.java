package io.sallyport.protocol.sip;

/**
 * A reading position in one header's value, with the tokens of RFC 3261 section 25.1. Never goes
 * back; each step is linear.
 */
final class HeaderCursor {
  private static final char NONE = '\0';

  // immutable
  private final String header;
  private final String text;

  // owned by: the caller's thread
  private int at;

  HeaderCursor(String header, String text) {
    this.header = header;
    this.text = text;
  }

  String header() {
    return header;
  }

  String text() {
    return text;
  }

  int at() {
    return at;
  }

  void to(int index) {
    at = index;
  }

  boolean ended() {
    return at >= text.length();
  }

  /** The character here, NUL at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : NONE;
  }

  /** Skips LWS; whether there was any. */
  boolean white() {
    int from = at;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at > from;
  }

  /** Takes a separator with the white space around it (SEMI, EQUAL, SLASH, COMMA and the like). */
  boolean separator(char c) {
    white();
    if (peek() != c || ended()) {
      return false;
    }
    at++;
    white();
    return true;
  }

  /** The longest run of a character class, perhaps empty. */
  String run(int kind) {
    int from = at;
    while (at < text.length() && Characters.is(text.charAt(at), kind)) {
      at++;
    }
    return text.substring(from, at);
  }

  String token(String problem) {
    String token = run(Characters.TOKEN);
    if (token.isEmpty()) {
      throw fault(problem);
    }
    return token;
  }

  /** A number in ASCII digits within a bound, leading zeros allowed. */
  long number(long max, String problem) {
    int from = at;
    long number = 0;
    while (at < text.length() && Characters.is(text.charAt(at), Characters.DIGIT)) {
      number = number * 10 + (text.charAt(at++) - '0');
      if (number > max) {
        throw fault(problem);
      }
    }
    if (at == from) {
      throw fault(problem);
    }
    return number;
  }

  /** Skips a quoted string that begins here, quotes included. */
  void quoted() {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        at++;
      } else if ((c < ' ' && c != '\t') || c == 127) {
        break;
      }
    }
    throw fault("unbalanced quotes");
  }

  HeaderFault fault(String problem) {
    return new HeaderFault(header, problem);
  }
}
