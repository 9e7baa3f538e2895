package io.sallyport.protocol.sip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Small parsers for header values that every message needs: lists, numbers, CSeq, Via. Linear in their input; quoted strings and
 * angle brackets are respected; anything out of grammar is a {@link HeaderFault}.
 */
final class HeaderText {
  private HeaderText() {}

  /** Splits at a separator outside quotes and angle brackets, trims, and drops empty elements. */
  static void split(String value, char separator, List<String> into) {
    int start = 0;
    boolean quoted = false;
    int angle = 0;
    for (int i = 0; i <= value.length(); i++) {
      char c = i < value.length() ? value.charAt(i) : separator;
      boolean end = i == value.length();
      if (!end && quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (!end && c == '"') {
        quoted = true;
      } else if (!end && c == '<') {
        angle++;
      } else if (!end && c == '>') {
        angle--;
      } else if (end || (c == separator && angle <= 0)) {
        String element = value.substring(start, Math.min(i, value.length())).trim();
        if (!element.isEmpty()) {
          into.add(element);
        }
        start = i + 1;
      }
    }
  }

  static CSeq cseq(String value) {
    int space = 0;
    while (space < value.length() && value.charAt(space) >= '0' && value.charAt(space) <= '9') {
      space++;
    }
    String method = value.substring(space).trim();
    if (space == 0 || space == value.length() || method.isEmpty() || " \t".indexOf(value.charAt(space)) < 0) {
      throw new HeaderFault(HeaderNames.CSEQ, "not a number and a method");
    }
    return new CSeq(number(HeaderNames.CSEQ, value.substring(0, space)), method);
  }

  /** The decimal number that a value begins with; at most 2^32-1, ASCII digits only. */
  static long number(String header, String value) {
    long number = 0;
    int i = 0;
    for (; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      number = number * 10 + (c - '0');
      if (number > 0xFFFF_FFFFL) {
        throw new HeaderFault(header, "number too large");
      }
    }
    if (i == 0 || (i < value.length() && " \t;(".indexOf(value.charAt(i)) < 0)) {
      throw new HeaderFault(header, "not a number");
    }
    return number;
  }

  static String mediaType(String value) {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).replaceAll("[ \t]", "").toLowerCase(Locale.ROOT);
  }

  static Via via(String element) {
    int semi = element.indexOf(';');
    String head = semi < 0 ? element : element.substring(0, semi);
    String[] slashes = head.split("/", 3);
    if (slashes.length < 3 || !slashes[0].trim().equalsIgnoreCase("SIP") || !slashes[1].trim().equals("2.0")) {
      throw new HeaderFault(HeaderNames.VIA, "not SIP/2.0");
    }
    String rest = slashes[2].trim();
    int space = 0;
    while (space < rest.length() && rest.charAt(space) > ' ') {
      space++;
    }
    String sentBy = rest.substring(space).trim();
    if (space == 0 || sentBy.isEmpty()) {
      throw new HeaderFault(HeaderNames.VIA, "no sent-by");
    }
    int close = sentBy.startsWith("[") ? sentBy.indexOf(']') : -1;
    int colon = sentBy.indexOf(':', Math.max(close, 0));
    String host = (colon < 0 ? sentBy : sentBy.substring(0, colon)).trim();
    int port = colon < 0 ? -1 : (int) Math.min(number(HeaderNames.VIA, sentBy.substring(colon + 1).trim()), 65_536);
    if (port == 0 || port > 65_535) {
      throw new HeaderFault(HeaderNames.VIA, "port out of range");
    }
    return new Via(rest.substring(0, space), host, port, semi < 0 ? Map.of() : parameters(element.substring(semi + 1)));
  }

  /** Parameters after the first semicolon; names in lower case, a flag has the empty string. */
  static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> parts = new java.util.ArrayList<>();
    split(text, ';', parts);
    for (String part : parts) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).trim().toLowerCase(Locale.ROOT);
      parameters.putIfAbsent(name, equals < 0 ? "" : part.substring(equals + 1).trim());
    }
    return parameters;
  }
}
