package io.sallyport.server.review;

import java.io.IOException;
import java.io.Writer;

/**
 * Rows of comma-separated values (RFC 4180), every value quoted. A value that a spreadsheet would
 * take for a formula is led by an apostrophe: a peer chose what stands here.
 */
final class Csv {
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  // immutable
  private final Writer to;

  Csv(Writer to) {
    this.to = to;
  }

  void row(String... values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      to.write(i == 0 ? "\"" : ",\"");
      to.write(safe(values[i]).replace("\"", "\"\""));
      to.write('"');
    }
    to.write("\r\n");
  }

  static String safe(String value) {
    boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    return (formula ? "'" + value : value).replace('\0', ' ');
  }
}
