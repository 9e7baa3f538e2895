package io.sallyport.client;

/** What carries SIP between a phone and its server. */
public enum Transport {
  /** Datagrams (RFC 3261 section 18); only for networks that the server allows plain SIP on. */
  UDP("UDP", "udp", 5060),
  /** Plain TCP; only for networks that the server allows plain SIP on. */
  TCP("TCP", "tcp", 5060),
  /** TCP under TLS: the one to use. */
  TLS("TLS", "tls", 5061),
  /** WebSocket without TLS (RFC 7118), for tests. */
  WS("WS", "ws", 80),
  /** WebSocket under TLS (RFC 7118): what a browser speaks. */
  WSS("WSS", "ws", 443);

  private final String via;
  private final String parameter;
  private final int defaultPort;

  Transport(String via, String parameter, int defaultPort) {
    this.via = via;
    this.parameter = parameter;
    this.defaultPort = defaultPort;
  }

  /** The token in a Via header field. */
  String via() {
    return via;
  }

  /**
   * The value of a URI's {@code transport} parameter; RFC 7118 knows only {@code ws} for both
   * WebSockets.
   */
  String parameter() {
    return parameter;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** Whether nothing below us retransmits. */
  boolean isUnreliable() {
    return this == UDP;
  }

  boolean isSecure() {
    return this == TLS || this == WSS;
  }

  boolean isWebSocket() {
    return this == WS || this == WSS;
  }

  /** Whether the bytes come as a stream that has to be cut into messages. */
  boolean isStream() {
    return this == TCP || this == TLS;
  }
}
