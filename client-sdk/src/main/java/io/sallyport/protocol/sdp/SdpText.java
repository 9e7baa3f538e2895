package io.sallyport.protocol.sdp;

/** The character classes of the SDP grammar (RFC 8866 section 9). */
final class SdpText {
  private static final String TOKEN_EXTRA = "!#$%&'*+-.^_`{|}~";

  private SdpText() {}

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!alphanumeric(c) && TOKEN_EXTRA.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Visible ASCII without a space. */
  static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 20;
  }

  /** Nothing that could end the line or hide in a log: no control character but the tab. */
  static boolean isLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' || c >= 0x7f && c <= 0x9f) {
        return false;
      }
    }
    return true;
  }

  static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  static void requireToken(String text) {
    require(isToken(text));
  }

  static void requireWord(String text) {
    require(isWord(text));
  }

  static void requireDigits(String text) {
    require(isDigits(text));
  }

  static void requireLine(String text) {
    require(isLine(text));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("characters that SDP does not allow here");
    }
  }

  private static boolean alphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
