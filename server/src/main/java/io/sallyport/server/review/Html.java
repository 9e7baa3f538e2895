package io.sallyport.server.review;

/** Text as HTML: nothing in it is markup, moves the reader's eye, or hides. */
final class Html {
  /** No script, no network: whatever is in a page, it only shows. */
  static final String HEAD =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
          + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
          + " style-src 'unsafe-inline'; media-src 'self' file:\">\n"
          + "<style>body{font:15px sans-serif;margin:2em}table{border-collapse:collapse}"
          + "td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}"
          + "td.text{white-space:pre-wrap;max-width:40em;overflow-wrap:anywhere}</style>\n";

  private Html() {}

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> escape(c, safe));
    return safe.toString();
  }

  private static void escape(int c, StringBuilder into) {
    switch (c) {
      case '&' -> into.append("&amp;");
      case '<' -> into.append("&lt;");
      case '>' -> into.append("&gt;");
      case '"' -> into.append("&quot;");
      case '\'' -> into.append("&#39;");
      case '\n', '\t' -> into.append((char) c);
      default -> {
        if (shows(c)) {
          into.appendCodePoint(c);
        } else {
          into.append(String.format("\\u%04x", c));
        }
      }
    }
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
