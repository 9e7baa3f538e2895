package io.sallyport.server.edge;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Which web pages may open SIP over WebSocket (RFC 6455 section 10.2). A browser sends the user's
 * cookies and sits inside the user's network whatever page asks, so that a foreign page must be
 * refused; what is no browser sends no Origin.
 */
record OriginCheck(List<String> allowed, OwnNames own) {

  boolean permits(HttpHead head) {
    List<String> origins = head.all("origin");
    if (origins.isEmpty()) {
      return true;
    }
    if (origins.size() > 1) {
      return false;
    }
    String origin = origins.get(0).toLowerCase(Locale.ROOT);
    if (!allowed.isEmpty()) {
      return allowed.stream().anyMatch(origin::equalsIgnoreCase);
    }
    return ours(origin, head.only("host"));
  }

  /** A page that came from this very port under a name that our certificate proves. */
  private boolean ours(String origin, String host) {
    if (!origin.equals("https://" + host.toLowerCase(Locale.ROOT))) {
      return false;
    }
    try {
      String name = URI.create(origin).getHost();
      return name != null
          && own.contains(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
