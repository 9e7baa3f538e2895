package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. Cells hold what peers said, so each is escaped. */
final class Table {
  private static final int MAX_CELL = 60;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    List<String> safe = new ArrayList<>(cells.length);
    for (String cell : cells) {
      safe.add(LogText.safe(cell, MAX_CELL));
    }
    rows.add(safe);
  }

  void print(PrintWriter to) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)) + 2));
      }
      to.println(line.toString().stripTrailing());
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
