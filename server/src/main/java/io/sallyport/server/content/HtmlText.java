package io.sallyport.server.content;

import java.util.Locale;
import java.util.Set;

/**
 * The text that a reader of HTML sees: without tags and comments, references replaced. Markup that
 * is not closed hides all behind it, as in a browser; that it hides nothing from rules is the work
 * of {@link #raw}, which leaves all markup in. One pass each.
 */
final class HtmlText {
  /** A tag of one of these does not part a word. */
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em",
          "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
          "strong", "sub", "sup", "tt", "u", "var", "wbr");

  /** Nobody sees what is in these. */
  private static final Set<String> UNSEEN = Set.of("script", "style", "template", "title");

  private HtmlText() {}

  static CharStream visible(String source, int begin, int end) {
    CharStream out = new CharStream(end - begin);
    int i = begin;
    while (i < end) {
      char c = source.charAt(i);
      if (c == '&') {
        i = Entities.add(source, i, end, out);
      } else if (c == '<' && opens(source, i + 1, end)) {
        i = tag(source, i, end, out);
      } else {
        out.add(c, i, ++i);
      }
    }
    return out;
  }

  /** With all its markup, references replaced: what stands in attributes and comments too. */
  static CharStream raw(String source, int begin, int end) {
    CharStream out = new CharStream(end - begin);
    int i = begin;
    while (i < end) {
      if (source.charAt(i) == '&') {
        i = Entities.add(source, i, end, out);
      } else {
        out.add(source.charAt(i), i, ++i);
      }
    }
    return out;
  }

  private static boolean opens(String source, int i, int end) {
    if (i >= end) {
      return false;
    }
    char c = source.charAt(i);
    return c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** Steps over a tag, and over what is in it where nobody sees that; returns where it goes on. */
  private static int tag(String source, int at, int end, CharStream out) {
    if (source.startsWith("<!--", at)) {
      int close = source.indexOf("-->", at + 4);
      return close < 0 || close > end ? end : close + 3;
    }
    int i = at + 1;
    boolean closing = source.charAt(i) == '/';
    int nameAt = closing ? i + 1 : i;
    i = nameAt;
    while (i < end && Character.isLetterOrDigit(source.charAt(i))) {
      i++;
    }
    String name = source.substring(nameAt, i).toLowerCase(Locale.ROOT);
    i = closed(source, i, end);
    if (!INLINE.contains(name)) {
      out.add(' ', at, at);
    }
    return UNSEEN.contains(name) && !closing ? unseen(source, i, end, name) : i;
  }

  /** Behind the tag's end; an end within quotes is none. */
  private static int closed(String source, int begin, int end) {
    char quote = 0;
    for (int i = begin; i < end; i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ((c == '"' || c == '\'') && source.charAt(i - 1) == '=') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return end;
  }

  private static int unseen(String source, int begin, int end, String name) {
    for (int i = begin; i + 1 + name.length() < end; i++) {
      if (source.charAt(i) == '<'
          && source.charAt(i + 1) == '/'
          && source.regionMatches(true, i + 2, name, 0, name.length())) {
        return i;
      }
    }
    return end;
  }
}
