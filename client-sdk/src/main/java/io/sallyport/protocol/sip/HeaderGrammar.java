package io.sallyport.protocol.sip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The grammar of the header fields that routing, transactions and dialogs rest on (RFC 3261 section
 * 25.1). Each method takes a whole value and throws {@link HeaderFault} where it is out of grammar;
 * no step goes back, so that time is linear in the text.
 */
final class HeaderGrammar {
  static final long MAX_DELTA = 0xFFFF_FFFFL;
  private static final long MAX_CSEQ = 0x7FFF_FFFFL;

  private HeaderGrammar() {}

  /** The elements of one Via header field, added to those before it. */
  static void vias(String value, List<Via> into) {
    HeaderCursor c = new HeaderCursor(HeaderNames.VIA, value);
    do {
      c.white();
      into.add(via(c));
    } while (c.separator(','));
    end(c);
  }

  /** The one element of From, To, Reply-To or Refer-To; its tag, or the empty string. */
  static String address(String header, String value) {
    HeaderCursor c = new HeaderCursor(header, value);
    c.white();
    String tag = address(c, false);
    end(c);
    return tag;
  }

  /** A list of addresses such as Contact or Route; the number of its elements. */
  static int addresses(String header, String value, boolean brackets) {
    HeaderCursor c = new HeaderCursor(header, value);
    int count = 0;
    do {
      c.white();
      address(c, brackets);
      count++;
    } while (c.separator(','));
    end(c);
    return count;
  }

  static CSeq cseq(String value) {
    HeaderCursor c = new HeaderCursor(HeaderNames.CSEQ, value);
    c.white();
    long number = c.number(MAX_CSEQ, "number out of range");
    if (!c.white()) {
      throw c.fault("not a number and a method");
    }
    String method = c.token("not a number and a method");
    end(c);
    return new CSeq(number, method);
  }

  static void callId(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 127) {
        throw new HeaderFault(HeaderNames.CALL_ID, "bad character");
      }
    }
    if (value.isEmpty()) {
      throw new HeaderFault(HeaderNames.CALL_ID, "empty");
    }
  }

  /** A number alone. */
  static long number(String header, String value, long min, long max) {
    HeaderCursor c = new HeaderCursor(header, value);
    long number = c.number(max, "not a number in range");
    if (number < min) {
      throw c.fault("not a number in range");
    }
    end(c);
    return number;
  }

  /** A number with parameters, such as Session-Expires. */
  static void numberWithParameters(String header, String value) {
    HeaderCursor c = new HeaderCursor(header, value);
    c.number(MAX_DELTA, "not a number in range");
    parameters(c);
    end(c);
  }

  static void rack(String value) {
    HeaderCursor c = new HeaderCursor(HeaderNames.RACK, value);
    c.number(MAX_DELTA, "not a number in range");
    boolean apart = c.white();
    c.number(MAX_CSEQ, "not a number in range");
    if (!apart || !c.white()) {
      throw c.fault("not two numbers and a method");
    }
    c.token("not two numbers and a method");
    end(c);
  }

  static void contentType(String value) {
    HeaderCursor c = new HeaderCursor(HeaderNames.CONTENT_TYPE, value);
    c.token("no media type");
    if (!c.separator('/')) {
      throw c.fault("no subtype");
    }
    c.token("no subtype");
    parameters(c);
    end(c);
  }

  /** A token with parameters, such as Event or Content-Disposition. */
  static void tokenWithParameters(String header, String value) {
    HeaderCursor c = new HeaderCursor(header, value);
    c.token("not a token");
    parameters(c);
    end(c);
  }

  static Via via(String element) {
    HeaderCursor c = new HeaderCursor(HeaderNames.VIA, element);
    c.white();
    Via via = via(c);
    end(c);
    return via;
  }

  private static Via via(HeaderCursor c) {
    boolean sip = c.token("not SIP/2.0").equalsIgnoreCase("SIP") && c.separator('/');
    if (!sip || !c.run(Characters.TOKEN).equals("2.0") || !c.separator('/')) {
      throw c.fault("not SIP/2.0");
    }
    String transport = c.token("no transport");
    if (!c.white()) {
      throw c.fault("no sent-by");
    }
    int from = c.at();
    c.to(UriGrammar.host(HeaderNames.VIA, c.text(), from, c.text().length()));
    String host = c.text().substring(from, c.at());
    int port = -1;
    if (c.separator(':')) {
      String digits = c.run(Characters.DIGIT);
      port = UriGrammar.port(HeaderNames.VIA, digits, 0, digits.length());
    }
    Map<String, String> parameters = parameters(c);
    String branch = parameters.get("branch");
    if (branch != null && (branch.isEmpty() || branch.equals(Via.MAGIC_COOKIE))) {
      throw c.fault("empty branch");
    }
    return new Via(transport, host, port, parameters);
  }

  private static String address(HeaderCursor c, boolean brackets) {
    int begin = c.at();
    boolean quoted = c.peek() == '"';
    if (quoted) {
      c.quoted();
      c.white();
    } else {
      while (!c.ended()
          && (Characters.is(c.peek(), Characters.TOKEN) || c.peek() == ' ' || c.peek() == '\t')) {
        c.to(c.at() + 1);
      }
    }
    if (c.peek() == '<') {
      int from = c.at() + 1;
      int close = c.text().indexOf('>', from);
      if (close < 0) {
        throw c.fault("unbalanced brackets");
      }
      UriGrammar.check(c.header(), c.text(), from, close, true);
      c.to(close + 1);
    } else if (brackets || quoted) {
      throw c.fault("URI needs brackets");
    } else {
      c.to(begin);
      int end = begin;
      while (end < c.text().length() && ";,? \t<>\"".indexOf(c.text().charAt(end)) < 0) {
        end++;
      }
      UriGrammar.check(c.header(), c.text(), begin, end, false);
      c.to(end);
    }
    Map<String, String> parameters = parameters(c);
    String tag = parameters.get("tag");
    if (tag == null) {
      return "";
    }
    for (int i = 0; i < tag.length(); i++) {
      if (!Characters.is(tag.charAt(i), Characters.TOKEN)) {
        throw c.fault("bad tag");
      }
    }
    if (tag.isEmpty()) {
      throw c.fault("empty tag");
    }
    return tag;
  }

  /**
   * Parameters from here to a comma or the end: names in lower case, a flag has the empty string,
   * none twice.
   */
  static Map<String, String> parameters(HeaderCursor c) {
    Map<String, String> parameters = Map.of();
    while (c.separator(';')) {
      String name = c.token("empty parameter").toLowerCase(Locale.ROOT);
      String value = "";
      if (c.separator('=')) {
        value = value(c);
      }
      if (parameters.isEmpty()) {
        parameters = new LinkedHashMap<>();
      }
      if (parameters.putIfAbsent(name, value) != null) {
        throw c.fault("parameter given twice");
      }
    }
    return parameters;
  }

  private static String value(HeaderCursor c) {
    if (c.peek() == '"') {
      int from = c.at();
      c.quoted();
      return c.text().substring(from, c.at());
    }
    String value = c.run(Characters.VALUE);
    if (value.isEmpty()) {
      throw c.fault("parameter without value");
    }
    return value;
  }

  private static void end(HeaderCursor c) {
    c.white();
    if (!c.ended()) {
      throw c.fault("unexpected character");
    }
  }
}
