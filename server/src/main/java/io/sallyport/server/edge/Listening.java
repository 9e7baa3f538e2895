package io.sallyport.server.edge;

import java.net.InetSocketAddress;

/** A socket that listens: what it carries, and the address that it got. */
public record Listening(Kind kind, InetSocketAddress address) {

  /** The listeners that an edge can have. */
  public enum Kind {
    /** HTTPS, SIP over TLS and SIP over WebSocket on one TCP port. */
    SECURE,
    /** SIP over TLS alone. */
    SIPS,
    /** Plain SIP over TCP, for allowed networks. */
    PLAIN_TCP,
    /** Plain SIP over UDP, for allowed networks. */
    PLAIN_UDP
  }
}
