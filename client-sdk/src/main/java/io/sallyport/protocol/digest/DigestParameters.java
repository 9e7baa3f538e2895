package io.sallyport.protocol.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The comma-separated {@code name=value} list of a Digest challenge or of Digest credentials (RFC
 * 3261 section 25.1). Strict and linear: a name given twice or a quote left open is no list.
 */
final class DigestParameters {
  private static final int MAX_PARAMETERS = 32;
  private static final String SCHEME = "Digest";

  // immutable
  private final String text;

  // owned by: the parsing thread
  private int at = SCHEME.length();

  private DigestParameters(String text) {
    this.text = text;
  }

  /**
   * Names in lower case, values without quotes and escapes; empty where the scheme is another or
   * the grammar is broken.
   */
  static Optional<Map<String, String>> parse(String value) {
    boolean digest = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!digest || value.length() <= SCHEME.length() || value.charAt(SCHEME.length()) > ' ') {
      return Optional.empty();
    }
    return Optional.ofNullable(new DigestParameters(value).list());
  }

  /** A value in quotes, as the grammar wants it escaped. */
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Map<String, String> list() {
    Map<String, String> found = new LinkedHashMap<>();
    while (true) {
      white();
      int from = at;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      String name = text.substring(from, at).toLowerCase(Locale.ROOT);
      white();
      if (name.isEmpty() || !take('=') || found.size() == MAX_PARAMETERS) {
        return null;
      }
      white();
      String value = at < text.length() && text.charAt(at) == '"' ? quotedString() : token();
      if (value == null || found.put(name, value) != null) {
        return null;
      }
      white();
      if (at == text.length()) {
        return found;
      }
      if (!take(',')) {
        return null;
      }
    }
  }

  private String token() {
    int from = at;
    while (at < text.length() && ", \t\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at == from ? null : text.substring(from, at);
  }

  private String quotedString() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\') {
        if (++at == text.length()) {
          return null;
        }
        c = text.charAt(at);
      }
      value.append(c);
    }
    return null;
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void white() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private static boolean isToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-.!%*_+`'~".indexOf(c) >= 0;
  }
}
