package io.sallyport.server.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP/1.1 request, read only as far as it takes to recognise a WebSocket handshake
 * (RFC 6455 section 4.2.1); everything else about HTTP is the web application's business.
 */
record HttpHead(String requestLine, List<Field> fields) {

  /** A header field; the name in lower case. */
  record Field(String name, String value) {}

  /** Reads the text up to the empty line; a line without a colon is skipped. */
  static HttpHead parse(String text) {
    String[] lines = text.split("\r?\n");
    List<Field> fields = new ArrayList<>(lines.length);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        fields.add(
            new Field(
                lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                lines[i].substring(colon + 1).trim()));
      }
    }
    return new HttpHead(lines[0], List.copyOf(fields));
  }

  /** Every value of the fields of that name, given in lower case. */
  List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
  }

  /** The value of the field where there is exactly one, otherwise the empty string. */
  String only(String name) {
    List<String> values = all(name);
    return values.size() == 1 ? values.get(0) : "";
  }

  /** Whether a comma-separated field holds the token, in any case. */
  boolean lists(String name, String token) {
    for (String value : all(name)) {
      for (String element : value.split(",")) {
        if (element.trim().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether this asks for SIP over WebSocket (RFC 7118 section 4.1), well formed or not. */
  boolean asksForSip() {
    return requestLine.startsWith("GET ")
        && lists("upgrade", "websocket")
        && lists("sec-websocket-protocol", "sip");
  }
}
