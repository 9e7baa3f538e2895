package io.sallyport.server.firewall;

/** Sentences as the languages of firewalls take them: nothing in them ends a quote or a line. */
final class Words {
  private Words() {}

  /** Letters, digits, and what no language gives a meaning; no longer than so much. */
  static String plain(String text, int most) {
    String safe = text.replaceAll("[^A-Za-z0-9 .,:/()_-]", "");
    return safe.length() <= most ? safe : safe.substring(0, most);
  }

  /** Lines that begin with that sign, none too long to read. */
  static String remark(String sign, String text) {
    StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder(sign);
    for (String word : text.strip().split("\\s+")) {
      String safe = word.replaceAll("\\p{C}", "?");
      if (line.length() + 1 + safe.length() > 100) {
        all.append(line).append('\n');
        line = new StringBuilder(sign);
      }
      line.append(' ').append(safe);
    }
    return all.append(line).append('\n').toString();
  }
}
