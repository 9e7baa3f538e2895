package io.sallyport.server.firewall;

import java.util.Locale;

/** The sheet for a person. */
final class TableForm {
  private static final String ROW = "%-9s %-8s %-13s %-24s %s%n";

  private TableForm() {}

  static String text(Sheet sheet) {
    StringBuilder text = new StringBuilder();
    text.append("Firewall rules for ").append(Words.plain(sheet.server(), 253)).append("\n\n");
    text.append(row("DIRECTION", "PROTOCOL", "PORT", "FROM OR TO", "CARRIES"));
    for (Opening opening : sheet.openings()) {
      String ports = opening.fromPort() ? "from " + opening.ports("-") : opening.ports("-");
      text.append(
          row(
              opening.direction().name().toLowerCase(Locale.ROOT),
              opening.protocol().name(),
              ports,
              opening.where(),
              opening.carries()));
      text.append(row("", "", "", "", "without it: " + opening.without()));
    }
    text.append("\nEverything else inbound stays closed.\n");
    sheet.closed().forEach(line -> text.append(Words.remark("*", line)));
    sheet.notes().forEach(line -> text.append(Words.remark("*", line)));
    return text.toString();
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, ROW, (Object[]) cells).replace(System.lineSeparator(), "\n");
  }
}
