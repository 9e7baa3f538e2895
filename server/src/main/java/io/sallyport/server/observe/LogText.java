package io.sallyport.server.observe;

/**
 * Text of a peer made fit for a log line: nothing in it can end the line, move a terminal's cursor,
 * or reorder what a person reads.
 *
 * <p>A peer chooses its User-Agent, its Call-ID and its addresses. Written as they are, they could
 * forge lines, send escape sequences to whoever reads the log, or hide their meaning behind
 * direction marks.
 */
public final class LogText {
  /** The longest text that {@link #safe(String)} leaves whole, in characters. */
  public static final int LIMIT = 256;

  private static final String ELLIPSIS = "…";

  private LogText() {}

  /**
   * The text with every dangerous character escaped as in Java, cut to {@link #LIMIT} characters;
   * never null.
   */
  public static String safe(String text) {
    return safe(text, LIMIT);
  }

  /**
   * As {@link #safe(String)} with another limit on the number of characters taken from the text.
   */
  public static String safe(String text, int limit) {
    if (text == null) {
      return "";
    }
    int end = Math.min(text.length(), limit);
    int first = firstUnsafe(text, end);
    if (first == end) {
      return end == text.length() ? text : text.substring(0, end) + ELLIPSIS;
    }
    StringBuilder safe = new StringBuilder(end + 32).append(text, 0, first);
    for (int i = first; i < end; i++) {
      char c = text.charAt(i);
      if (unsafe(text, i, end)) {
        escape(c, safe);
      } else {
        safe.append(c);
      }
    }
    return end == text.length() ? safe.toString() : safe.append(ELLIPSIS).toString();
  }

  private static int firstUnsafe(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (unsafe(text, i, end)) {
        return i;
      }
    }
    return end;
  }

  private static boolean unsafe(String text, int at, int end) {
    char c = text.charAt(at);
    if (c >= ' ' && c < 0x7F) {
      // a backslash of the peer's own must not look like an escape of ours
      return c == '\\';
    }
    // C0, DEL and C1
    if (c < 0xA0) {
      return true;
    }
    if (Character.isSurrogate(c)) {
      return !paired(text, at, end);
    }
    return switch (Character.getType(c)) {
      // format characters hold every direction mark and zero-width sign
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.UNASSIGNED, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  /** Half a character is malformed output; tags above the base plane are format characters too. */
  private static boolean paired(String text, int at, int end) {
    boolean high = Character.isHighSurrogate(text.charAt(at));
    int other = high ? at + 1 : at - 1;
    if (other < 0 || other >= end || Character.isHighSurrogate(text.charAt(other)) == high) {
      return false;
    }
    int point = high ? text.codePointAt(at) : text.codePointAt(other);
    return Character.isSupplementaryCodePoint(point)
        && Character.getType(point) != Character.FORMAT
        && Character.isDefined(point);
  }

  private static void escape(char c, StringBuilder into) {
    switch (c) {
      case '\r' -> into.append("\\r");
      case '\n' -> into.append("\\n");
      case '\t' -> into.append("\\t");
      case '\\' -> into.append("\\\\");
      default -> into.append("\\u").append(String.format("%04x", (int) c));
    }
  }
}
