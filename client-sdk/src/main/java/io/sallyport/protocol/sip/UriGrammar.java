package io.sallyport.protocol.sip;

/**
 * The grammar of URIs as SIP uses them (RFC 3261 section 25.1): sip and sips in full, any other
 * scheme only in its characters. Checks a slice of text in place; throws {@link HeaderFault} naming
 * the header that the URI stands in.
 */
final class UriGrammar {
  private UriGrammar() {}

  /** Checks {@code text[from, to)}; header components after '?' only where they are allowed. */
  static void check(String header, String text, int from, int to, boolean headersAllowed) {
    int colon = from;
    while (colon < to && isScheme(text.charAt(colon))) {
      colon++;
    }
    if (colon == from
        || colon == to
        || text.charAt(colon) != ':'
        || !Characters.is(text.charAt(from), Characters.ALPHA)) {
      throw new HeaderFault(header, "not a URI");
    }
    int scheme = colon - from;
    boolean sip = scheme == 3 && text.regionMatches(true, from, "sip", 0, 3);
    boolean sips = scheme == 4 && text.regionMatches(true, from, "sips", 0, 4);
    if (sip || sips) {
      sip(header, text, colon + 1, to, headersAllowed);
    } else if (colon + 1 == to || run(text, colon + 1, to, Characters.URI) != to) {
      throw new HeaderFault(header, "bad URI");
    }
  }

  /**
   * The index after a host name, IPv4 address or bracketed IPv6 reference that begins at {@code
   * from}.
   */
  static int host(String header, String text, int from, int to) {
    if (from < to && text.charAt(from) == '[') {
      int close = text.indexOf(']', from);
      if (close < 0 || close >= to || !ipv6(text, from + 1, close)) {
        throw new HeaderFault(header, "bad IPv6 address");
      }
      return close + 1;
    }
    int end = run(text, from, to, Characters.HOST);
    boolean numeric = true;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      numeric &= c == '.' || (c >= '0' && c <= '9');
      if (c == '.' && (i == from || text.charAt(i - 1) == '.')) {
        throw new HeaderFault(header, "bad host");
      }
    }
    if (end == from || end - from > 255 || (numeric && !ipv4(text, from, end))) {
      throw new HeaderFault(header, "bad host");
    }
    return end;
  }

  /** The number of a port, 1 to 65535. */
  static int port(String header, String text, int from, int to) {
    int port = 0;
    for (int i = from; i < to && port <= 65_535; i++) {
      if (!Characters.is(text.charAt(i), Characters.DIGIT)) {
        throw new HeaderFault(header, "bad port");
      }
      port = port * 10 + (text.charAt(i) - '0');
    }
    if (port < 1 || port > 65_535) {
      throw new HeaderFault(header, "port out of range");
    }
    return port;
  }

  private static void sip(String header, String text, int from, int to, boolean headersAllowed) {
    int at = from;
    while (at < to && text.charAt(at) != '@') {
      at++;
    }
    int hostFrom = from;
    if (at < to) {
      int user = escapedRun(header, text, from, at, Characters.USER);
      boolean password = user < at && text.charAt(user) == ':';
      if (user == from || (!password && user != at)) {
        throw new HeaderFault(header, "bad user in URI");
      }
      if (password && escapedRun(header, text, user + 1, at, Characters.PASSWORD) != at) {
        throw new HeaderFault(header, "bad user in URI");
      }
      hostFrom = at + 1;
    }
    int i = host(header, text, hostFrom, to);
    if (i < to && text.charAt(i) == ':') {
      int digits = run(text, i + 1, to, Characters.DIGIT);
      port(header, text, i + 1, digits);
      i = digits;
    }
    while (i < to && text.charAt(i) == ';') {
      int next = escapedRun(header, text, i + 1, to, Characters.URI_PARAMETER);
      if (next == i + 1 || text.charAt(i + 1) == '=') {
        throw new HeaderFault(header, "bad parameter in URI");
      }
      i = next;
    }
    if (i < to && text.charAt(i) == '?' && headersAllowed) {
      int next = escapedRun(header, text, i + 1, to, Characters.URI_HEADER);
      i = next == i + 1 ? i : next;
    }
    if (i != to) {
      throw new HeaderFault(header, "bad URI");
    }
  }

  private static boolean isScheme(char c) {
    return Characters.is(c, Characters.ALPHA | Characters.DIGIT)
        || c == '+'
        || c == '-'
        || c == '.';
  }

  private static int run(String text, int from, int to, int kind) {
    int i = from;
    while (i < to && Characters.is(text.charAt(i), kind)) {
      i++;
    }
    return i;
  }

  private static int escapedRun(String header, String text, int from, int to, int kind) {
    int i = from;
    while (i < to) {
      if (text.charAt(i) == '%') {
        if (i + 2 >= to
            || !Characters.is(text.charAt(i + 1), Characters.HEX)
            || !Characters.is(text.charAt(i + 2), Characters.HEX)) {
          throw new HeaderFault(header, "bad escape in URI");
        }
        i += 3;
      } else if (Characters.is(text.charAt(i), kind)) {
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  static boolean ipv4(String text, int from, int to) {
    int octets = 0;
    int i = from;
    while (i < to) {
      int end = run(text, i, Math.min(to, i + 3), Characters.DIGIT);
      if (end == i || Integer.parseInt(text, i, end, 10) > 255 || ++octets > 4) {
        return false;
      }
      i = end;
      if (i < to && (text.charAt(i++) != '.' || i == to)) {
        return false;
      }
    }
    return octets == 4;
  }

  /**
   * An IPv6 address without brackets; three colons before an IPv4 tail are taken for two (RFC 5118
   * section 4.10).
   */
  static boolean ipv6(String text, int from, int to) {
    int groups = 0;
    boolean gap = false;
    int i = from;
    while (i < to) {
      int colons = i;
      while (i < to && text.charAt(i) == ':') {
        i++;
      }
      colons = i - colons;
      boolean first = groups == 0 && !gap;
      int end = run(text, i, Math.min(to, i + 4), Characters.HEX);
      boolean tail = end < to && text.charAt(end) == '.';
      if (colons > (tail ? 3 : 2)
          || (colons == 1 && (first || end == i))
          || (colons == 0 && !first)) {
        return false;
      }
      if (colons > 1 && gap) {
        return false;
      }
      gap |= colons > 1;
      if (tail) {
        return ipv4(text, i, to) && (gap ? groups + 2 <= 7 : groups + 2 == 8);
      }
      if (end > i) {
        groups++;
      }
      i = end;
      if (i < to && text.charAt(i) != ':') {
        return false;
      }
    }
    return gap ? groups <= 7 : groups == 8;
  }
}
