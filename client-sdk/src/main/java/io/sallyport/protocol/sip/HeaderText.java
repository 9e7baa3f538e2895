package io.sallyport.protocol.sip;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Small parsers for header values that every message needs: lists, numbers, media types. Linear in
 * their input; quoted strings and angle brackets are respected; anything out of grammar is a {@link
 * HeaderFault}.
 */
final class HeaderText {
  private static final Set<String> NO_LISTS =
      Set.of(
          HeaderNames.AUTHORIZATION,
          HeaderNames.CALL_ID,
          HeaderNames.CSEQ,
          HeaderNames.DATE,
          HeaderNames.FROM,
          HeaderNames.PROXY_AUTHENTICATE,
          HeaderNames.PROXY_AUTHORIZATION,
          HeaderNames.RETRY_AFTER,
          HeaderNames.SERVER,
          HeaderNames.SUBJECT,
          HeaderNames.TO,
          HeaderNames.USER_AGENT,
          HeaderNames.WWW_AUTHENTICATE);

  private HeaderText() {}

  /** Whether commas separate the elements of a field of that name (RFC 3261 section 7.3.1). */
  static boolean isList(String name) {
    return !NO_LISTS.contains(HeaderNames.canonical(name));
  }

  /** Splits at a separator outside quotes and angle brackets, trims, and drops empty elements. */
  static void split(String value, char separator, List<String> into) {
    if (value.indexOf(separator) < 0) {
      add(value, 0, value.length(), into);
      return;
    }
    int start = 0;
    boolean quoted = false;
    boolean bracketed = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = !bracketed;
      } else if (c == '<' || c == '>') {
        bracketed = c == '<';
      } else if (c == separator && !bracketed) {
        add(value, start, i, into);
        start = i + 1;
      }
    }
    add(value, start, value.length(), into);
  }

  private static void add(String value, int from, int to, List<String> into) {
    String element = value.substring(from, to).trim();
    if (!element.isEmpty()) {
      into.add(element);
    }
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
    String type = (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    return type.indexOf(' ') < 0 && type.indexOf('\t') < 0 ? type : type.replaceAll("[ \t]", "");
  }
}
