package io.sallyport.server.rulebook;

import java.util.ArrayList;
import java.util.List;

/**
 * What was changed between two texts, line by line, as a unified diff: the shortest one by Myers'
 * algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986), as long as that is not too
 * far to look; otherwise the whole middle is said to be replaced.
 */
public final class LineDiff {
  private static final int CONTEXT = 3;
  private static final int FARTHEST = 2_000;

  private record Line(char mark, String text) {}

  private LineDiff() {}

  /** The diff's lines; empty where the texts are the same. */
  public static List<String> of(String before, String after) {
    String[] a = before.split("\\R", -1);
    String[] b = after.split("\\R", -1);
    int head = 0;
    while (head < a.length && head < b.length && a[head].equals(b[head])) {
      head++;
    }
    int tail = 0;
    while (tail < a.length - head
        && tail < b.length - head
        && a[a.length - 1 - tail].equals(b[b.length - 1 - tail])) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    keep(lines, a, 0, head);
    middle(
        lines,
        List.of(a).subList(head, a.length - tail),
        List.of(b).subList(head, b.length - tail));
    keep(lines, a, a.length - tail, a.length);
    return hunks(lines);
  }

  private static void keep(List<Line> lines, String[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      lines.add(new Line(' ', text[i]));
    }
  }

  private static void middle(List<Line> lines, List<String> a, List<String> b) {
    List<int[]> trace = trace(a, b);
    if (trace.isEmpty()) {
      a.forEach(line -> lines.add(new Line('-', line)));
      b.forEach(line -> lines.add(new Line('+', line)));
      return;
    }
    List<Line> reverse = new ArrayList<>();
    int x = a.size();
    int y = b.size();
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] v = trace.get(d - 1);
      int k = x - y;
      boolean down = k == -d || k != d && at(v, d - 1, k - 1) < at(v, d - 1, k + 1);
      int before = down ? k + 1 : k - 1;
      int startX = at(v, d - 1, before);
      int startY = startX - before;
      // back along what both have, to where the step down or to the right ended
      for (int begin = down ? startX : startX + 1; x > begin; x--) {
        reverse.add(new Line(' ', a.get(x - 1)));
      }
      if (down) {
        reverse.add(new Line('+', b.get(startY)));
      } else {
        reverse.add(new Line('-', a.get(startX)));
      }
      x = startX;
      y = startY;
    }
    for (; x > 0; x--) {
      reverse.add(new Line(' ', a.get(x - 1)));
    }
    for (int i = reverse.size() - 1; i >= 0; i--) {
      lines.add(reverse.get(i));
    }
  }

  /** The farthest points after each number of edits, up to the end; empty where it is too far. */
  private static List<int[]> trace(List<String> a, List<String> b) {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(a.size() + b.size(), FARTHEST);
    for (int d = 0; d <= most; d++) {
      int[] v = new int[2 * d + 1];
      int[] last = d == 0 ? null : trace.get(d - 1);
      for (int k = -d; k <= d; k += 2) {
        int x = 0;
        if (d > 0) {
          boolean down = k == -d || k != d && at(last, d - 1, k - 1) < at(last, d - 1, k + 1);
          x = down ? at(last, d - 1, k + 1) : at(last, d - 1, k - 1) + 1;
        }
        while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) {
          x++;
        }
        v[k + d] = x;
        if (x >= a.size() && x - k >= b.size()) {
          trace.add(v);
          return trace;
        }
      }
      trace.add(v);
    }
    return List.of();
  }

  private static int at(int[] v, int d, int k) {
    return k < -d || k > d ? -1 : v[k + d];
  }

  private static List<String> hunks(List<Line> lines) {
    List<String> out = new ArrayList<>();
    int a = 1;
    int b = 1;
    int i = 0;
    while (i < lines.size()) {
      if (lines.get(i).mark() == ' ') {
        a++;
        b++;
        i++;
        continue;
      }
      int from = i;
      while (from > 0 && i - from < CONTEXT && lines.get(from - 1).mark() == ' ') {
        from--;
      }
      int to = end(lines, i);
      int removed = count(lines, from, to, '+');
      int added = count(lines, from, to, '-');
      out.add("@@ -%d,%d +%d,%d @@".formatted(a - (i - from), removed, b - (i - from), added));
      for (Line line : lines.subList(from, to)) {
        out.add(line.mark() + line.text());
      }
      a += count(lines, i, to, '+');
      b += count(lines, i, to, '-');
      i = to;
    }
    return out;
  }

  /** The end of a hunk: where so many lines are kept that the next change has a hunk of its own. */
  private static int end(List<Line> lines, int from) {
    int last = from;
    for (int i = from; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
      if (lines.get(i).mark() != ' ') {
        last = i;
      }
    }
    return Math.min(lines.size(), last + 1 + CONTEXT);
  }

  /** Lines of a span without those of one mark. */
  private static int count(List<Line> lines, int from, int to, char without) {
    return (int) lines.subList(from, to).stream().filter(line -> line.mark() != without).count();
  }
}
