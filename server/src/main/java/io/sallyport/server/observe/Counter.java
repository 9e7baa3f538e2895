package io.sallyport.server.observe;

import java.util.Locale;

/**
 * Everything that Sallyport counts, with a sentence each. The metrics page, {@code docs/debugging.md} and the debug view all print
 * this list. Add a line here rather than a counter elsewhere; keep the groups.
 */
public enum Counter {
  // db
  DB_REFUSED("database tasks refused because the queue was full"),
  DB_FAILED("database tasks that failed and were rolled back"),
  // edge
  EDGE_CONNECTIONS_ACCEPTED("TCP connections accepted"),
  EDGE_CONNECTIONS_REFUSED("TCP connections refused: over the limit of one address or of the server"),
  EDGE_PLAIN_REFUSED("connections and datagrams of plain SIP from networks that may not use it"),
  EDGE_HANDSHAKES_FAILED("TLS handshakes that failed or were not finished in time"),
  EDGE_RENEGOTIATIONS_REFUSED("connections closed because the peer asked for a second TLS handshake"),
  EDGE_CERTIFICATES_LOADED("times that a TLS certificate was read into use"),
  EDGE_MESSAGES_RECEIVED("whole SIP messages received"),
  EDGE_MESSAGES_SENT("SIP messages handed to a socket"),
  EDGE_SENDS_REFUSED("SIP messages not sent: connection closed or send buffer full"),
  EDGE_FAULTS("received bytes that are no SIP message within the limits"),
  EDGE_PINGS("keep-alive pings answered"),
  EDGE_SLOW_MESSAGES("connections closed because a message was begun and not finished in time"),
  EDGE_IDLE("connections closed because nothing came for too long"),
  EDGE_SLOW_READERS("connections closed because the peer did not read"),
  EDGE_WEBSOCKETS("SIP over WebSocket connections opened"),
  EDGE_WEBSOCKETS_REFUSED("WebSocket handshakes refused: foreign origin or malformed"),
  EDGE_WEB_CONNECTIONS("HTTPS connections passed to the web application"),
  EDGE_WEB_UNAVAILABLE("HTTPS connections answered 503 because the web application did not take them"),
  // sip
  SIP_OVERLOAD_503("requests answered 503 unparsed because a shard's queue was full"),
  // auth
  AUTH_PROVED("requests whose login was proved"),
  AUTH_COMPARED("responses compared with a credential, or with a dummy for a name that nobody has"),
  AUTH_FAILED("logins with a wrong password or an unknown name"),
  AUTH_STALE("logins with a nonce that has expired, is another address's or is not ours"),
  AUTH_REPLAYED("logins whose nonce count had been used"),
  AUTH_BLOCKED("logins not looked at after too many failures from their source"),
  // ingress
  INGRESS_ADMITTED("requests that passed the whole chain"),
  INGRESS_CHALLENGED("requests answered 401 or 407"),
  INGRESS_REFUSED("requests refused by a step of the chain"),
  // call
  CALLS_STARTED("calls that were offered to a callee"),
  CALLS_ANSWERED("calls that were answered"),
  // chat
  CHAT_ACCEPTED("chat lines put on record and accepted"),
  CHAT_DELIVERED("chat lines that a device took");

  private final String sentence;

  Counter(String sentence) {
    this.sentence = sentence;
  }

  /** What is counted, in one sentence for docs and metrics. */
  public String sentence() {
    return sentence;
  }

  /** The Prometheus name: {@code sallyport_<name>_total}. */
  public String metric() {
    return "sallyport_" + name().toLowerCase(Locale.ROOT) + "_total";
  }
}
