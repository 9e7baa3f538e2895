package io.sallyport.server.content;

import io.sallyport.server.content.Verdict.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes parts out of a text. In place of each stand bullets, by whose number a reader sees whether
 * something short, middling or long was there, and no more than that. Only characters that a reader
 * sees are taken: the markup between them stays.
 */
final class Masks {
  private static final String SHORT = "•••";
  private static final String MIDDLING = "••••••";
  private static final String LONG = "••••••••••••";
  private static final int LONGEST_SHORT = 4;
  private static final int LONGEST_MIDDLING = 10;

  // owned by: the scan
  private final List<Span> spans = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();

  /** Masks what a view shows from one of its characters up to another. */
  void add(View view, int from, int to) {
    CharStream text = view.text();
    String mark = mark(seen(text, from, to));
    int begin = from;
    for (int i = from; i < to; i++) {
      if (i + 1 == to || text.from(i + 1) != text.to(i)) {
        if (text.to(i) > text.from(begin)) {
          spans.add(new Span(text.from(begin), text.to(i)));
          marks.add(mark);
          mark = "";
        }
        begin = i + 1;
      }
    }
  }

  /** The text without them; where they overlap, one mark stands. */
  String in(String source) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> spans.get(i).from()));
    StringBuilder out = new StringBuilder(source.length());
    int at = 0;
    for (int i : order) {
      Span span = spans.get(i);
      if (span.to() <= at) {
        continue;
      }
      if (span.from() >= at) {
        out.append(source, at, span.from()).append(marks.get(i));
      }
      at = span.to();
    }
    return out.append(source, at, source.length()).toString();
  }

  private static int seen(CharStream text, int from, int to) {
    int seen = 0;
    for (int i = from; i < to; i++) {
      seen += Folding.isInvisible(text.charAt(i)) ? 0 : 1;
    }
    return seen;
  }

  private static String mark(int length) {
    return length <= LONGEST_SHORT ? SHORT : length <= LONGEST_MIDDLING ? MIDDLING : LONG;
  }
}
