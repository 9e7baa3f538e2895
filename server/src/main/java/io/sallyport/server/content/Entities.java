package io.sallyport.server.content;

import java.util.Map;

/** Character references of HTML (HTML Living Standard, section 13.5). */
final class Entities {
  private static final int LONGEST = 32;
  private static final int REPLACEMENT = 0xFFFD;

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ensp", " "),
          Map.entry("emsp", " "),
          Map.entry("thinsp", " "),
          Map.entry("Tab", " "),
          Map.entry("NewLine", " "),
          Map.entry("shy", ""),
          Map.entry("zwj", ""),
          Map.entry("zwnj", ""),
          Map.entry("ZeroWidthSpace", ""),
          Map.entry("NoBreak", ""),
          Map.entry("hyphen", "-"),
          Map.entry("dash", "-"),
          Map.entry("ndash", "-"),
          Map.entry("mdash", "-"),
          Map.entry("period", "."),
          Map.entry("comma", ","),
          Map.entry("sol", "/"),
          Map.entry("commat", "@"),
          Map.entry("dollar", "$"),
          Map.entry("num", "#"),
          Map.entry("colon", ":"),
          Map.entry("lowbar", "_"),
          Map.entry("szlig", "ß"),
          Map.entry("AElig", "Æ"),
          Map.entry("aelig", "æ"));

  private Entities() {}

  /**
   * Adds what the reference stands for that begins with the ampersand at a place.
   *
   * @return where it ends; the place behind the ampersand where it is none
   */
  static int add(String source, int at, int end, CharStream out) {
    int stop = Math.min(end, at + LONGEST);
    int i = at + 1;
    while (i < stop && (isNameCharacter(source.charAt(i)) || source.charAt(i) == '#')) {
      i++;
    }
    String name = source.substring(at + 1, i);
    int after = i < end && source.charAt(i) == ';' ? i + 1 : i;
    if (name.startsWith("#") && name.length() > 1) {
      out.add(Character.toString(number(name.substring(1))), at, after);
      return after;
    }
    String known = NAMED.get(name);
    if (known != null) {
      out.add(known, at, after);
      return after;
    }
    if (after > i && !name.isEmpty()) {
      // nearly all of the two thousand others name a letter that begins their name: eacute, acy
      out.add(name.charAt(0), at, after);
      return after;
    }
    out.add('&', at, at + 1);
    return at + 1;
  }

  private static int number(String digits) {
    boolean hexadecimal = digits.charAt(0) == 'x' || digits.charAt(0) == 'X';
    int value = 0;
    for (int i = hexadecimal ? 1 : 0; i < digits.length() && value <= 0x10FFFF; i++) {
      int digit = Character.digit(digits.charAt(i), hexadecimal ? 16 : 10);
      if (digit < 0) {
        return REPLACEMENT;
      }
      value = value * (hexadecimal ? 16 : 10) + digit;
    }
    return value == 0 || value > 0x10FFFF ? REPLACEMENT : value;
  }

  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
