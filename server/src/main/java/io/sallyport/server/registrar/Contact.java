package io.sallyport.server.registrar;

import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import java.util.ArrayList;
import java.util.List;

/**
 * One element of a Contact header field (RFC 3261 section 20.10) with its URI and parameters
 * exactly as the phone wrote them: phones answer 404 to a Request-URI that differs from it by a
 * letter.
 */
record Contact(String uri, List<Parameter> parameters) {
  private static final int LONGEST = 2_000;

  /**
   * A parameter behind the URI; the name as written, the value with its quotes, empty for a flag.
   */
  record Parameter(String name, String value) {
    @Override
    public String toString() {
      return value.isEmpty() ? name : name + "=" + value;
    }

    String unquoted() {
      boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
      return quoted ? value.substring(1, value.length() - 1) : value;
    }
  }

  /** Reads one element; anything out of grammar is a fault. */
  static Contact parse(String element) {
    if (element.length() > LONGEST) {
      throw fault("too long");
    }
    int open = openingBracket(element);
    if (open < 0) {
      // without brackets every parameter is the header's (RFC 3261 section 20)
      int semi = element.indexOf(';');
      String uri = (semi < 0 ? element : element.substring(0, semi)).trim();
      return new Contact(checked(uri), semi < 0 ? List.of() : parameters(element, semi));
    }
    int close = element.indexOf('>', open);
    if (close < 0) {
      throw fault("no closing bracket");
    }
    int rest = skipSpace(element, close + 1);
    if (rest < element.length() && element.charAt(rest) != ';') {
      throw fault("text behind the address");
    }
    return new Contact(
        checked(element.substring(open + 1, close)),
        rest == element.length() ? List.of() : parameters(element, rest));
  }

  /** The unquoted value of the first parameter of that name, or null where there is none. */
  String parameter(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equalsIgnoreCase(name)) {
        return parameter.unquoted();
      }
    }
    return null;
  }

  private static int openingBracket(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '<' && !quoted) {
        return i;
      } else if (c == ';' && !quoted) {
        return -1;
      }
    }
    if (quoted) {
      throw fault("quote without an end");
    }
    return -1;
  }

  private static List<Parameter> parameters(String text, int firstSemicolon) {
    List<Parameter> found = new ArrayList<>(4);
    int at = firstSemicolon;
    while (at < text.length()) {
      int end = endOfParameter(text, at + 1);
      String part = text.substring(at + 1, end).trim();
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).trim();
      String value = equals < 0 ? "" : part.substring(equals + 1).trim();
      if (name.isEmpty() || !printable(name) || name.indexOf('"') >= 0 || !printable(value)) {
        throw fault("bad parameter");
      }
      found.add(new Parameter(name, value));
      at = end;
    }
    return List.copyOf(found);
  }

  private static int endOfParameter(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    if (quoted) {
      throw fault("quote without an end");
    }
    return text.length();
  }

  private static String checked(String uri) {
    boolean clean =
        uri.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>' && c != '"');
    if (uri.isEmpty() || !clean) {
      throw fault("not an address");
    }
    return uri;
  }

  private static boolean printable(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static HeaderFault fault(String problem) {
    return new HeaderFault(HeaderNames.CONTACT, problem);
  }
}
