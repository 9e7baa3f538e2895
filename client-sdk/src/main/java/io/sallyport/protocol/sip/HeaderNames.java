package io.sallyport.protocol.sip;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Header field names in their canonical spelling, and the compact forms of RFC 3261 section 7.3.3
 * and the IANA registry.
 */
public final class HeaderNames {
  public static final String ACCEPT = "Accept";
  public static final String ALLOW = "Allow";
  public static final String ALLOW_EVENTS = "Allow-Events";
  public static final String AUTHORIZATION = "Authorization";
  public static final String CALL_ID = "Call-ID";
  public static final String CONTACT = "Contact";
  public static final String CONTENT_DISPOSITION = "Content-Disposition";
  public static final String CONTENT_ENCODING = "Content-Encoding";
  public static final String CONTENT_LENGTH = "Content-Length";
  public static final String CONTENT_TYPE = "Content-Type";
  public static final String CSEQ = "CSeq";
  public static final String DATE = "Date";
  public static final String EVENT = "Event";
  public static final String EXPIRES = "Expires";
  public static final String FROM = "From";
  public static final String MAX_FORWARDS = "Max-Forwards";
  public static final String MIN_EXPIRES = "Min-Expires";
  public static final String MIN_SE = "Min-SE";
  public static final String PATH = "Path";
  public static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
  public static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
  public static final String PROXY_REQUIRE = "Proxy-Require";
  public static final String RACK = "RAck";
  public static final String REASON = "Reason";
  public static final String RECORD_ROUTE = "Record-Route";
  public static final String REFER_TO = "Refer-To";
  public static final String REPLACES = "Replaces";
  public static final String REQUIRE = "Require";
  public static final String RETRY_AFTER = "Retry-After";
  public static final String ROUTE = "Route";
  public static final String RSEQ = "RSeq";
  public static final String SERVER = "Server";
  public static final String SESSION_EXPIRES = "Session-Expires";
  public static final String SUBJECT = "Subject";
  public static final String SUPPORTED = "Supported";
  public static final String TO = "To";
  public static final String UNSUPPORTED = "Unsupported";
  public static final String USER_AGENT = "User-Agent";
  public static final String VIA = "Via";
  public static final String WARNING = "Warning";
  public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

  private static final Map<String, String> CANONICAL = new HashMap<>();

  static {
    String[] names = {
      ACCEPT,
      ALLOW,
      ALLOW_EVENTS,
      AUTHORIZATION,
      CALL_ID,
      CONTACT,
      CONTENT_DISPOSITION,
      CONTENT_ENCODING,
      CONTENT_LENGTH,
      CONTENT_TYPE,
      CSEQ,
      DATE,
      EVENT,
      EXPIRES,
      FROM,
      MAX_FORWARDS,
      MIN_EXPIRES,
      MIN_SE,
      PATH,
      PROXY_AUTHENTICATE,
      PROXY_AUTHORIZATION,
      PROXY_REQUIRE,
      RACK,
      REASON,
      RECORD_ROUTE,
      REFER_TO,
      REPLACES,
      REQUIRE,
      RETRY_AFTER,
      ROUTE,
      RSEQ,
      SERVER,
      SESSION_EXPIRES,
      SUBJECT,
      SUPPORTED,
      TO,
      UNSUPPORTED,
      USER_AGENT,
      VIA,
      WARNING,
      WWW_AUTHENTICATE
    };
    for (String name : names) {
      CANONICAL.put(name, name);
      CANONICAL.put(name.toLowerCase(Locale.ROOT), name);
    }
    String[] compact = {
      "a",
      "Accept-Contact",
      "b",
      "Referred-By",
      "c",
      CONTENT_TYPE,
      "d",
      "Request-Disposition",
      "e",
      CONTENT_ENCODING,
      "f",
      FROM,
      "i",
      CALL_ID,
      "j",
      "Reject-Contact",
      "k",
      SUPPORTED,
      "l",
      CONTENT_LENGTH,
      "m",
      CONTACT,
      "n",
      "Identity-Info",
      "o",
      EVENT,
      "r",
      REFER_TO,
      "s",
      SUBJECT,
      "t",
      TO,
      "u",
      ALLOW_EVENTS,
      "v",
      VIA,
      "x",
      SESSION_EXPIRES,
      "y",
      "Identity"
    };
    for (int i = 0; i < compact.length; i += 2) {
      CANONICAL.put(compact[i], compact[i + 1]);
      CANONICAL.put(compact[i].toUpperCase(Locale.ROOT), compact[i + 1]);
    }
  }

  private HeaderNames() {}

  /**
   * The canonical spelling of a known name in any case or in compact form; an unknown name
   * unchanged.
   */
  public static String canonical(String name) {
    String known = CANONICAL.get(name);
    if (known == null) {
      known = CANONICAL.get(name.toLowerCase(Locale.ROOT));
    }
    return known == null ? name : known;
  }
}
