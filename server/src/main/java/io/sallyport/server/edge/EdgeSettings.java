package io.sallyport.server.edge;

import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/** What an admin can say about the sockets that carry signalling and the web pages. */
public record EdgeSettings(
    @Setting(
            "Addresses of this machine to listen on; 0.0.0.0 is every IPv4 address, '::' every"
                + " address.")
        List<String> bind,
    @Setting(
            value =
                "TCP port for HTTPS, SIP over TLS and SIP over WebSocket, told apart after the"
                    + " handshake.",
            min = 0,
            max = 65_535)
        int port,
    @Setting("Whether the standard port of SIP over TLS is open as well.") boolean sips,
    @Setting(value = "TCP port of SIP over TLS alone.", min = 0, max = 65_535) int sipsPort,
    @Setting("Networks whose phones may use unencrypted SIP; empty closes plain SIP altogether.")
        Networks plainSipNetworks,
    @Setting(
            value =
                "UDP and TCP port of plain SIP, open only where plain-sip-networks is not empty.",
            min = 0,
            max = 65_535)
        int plainSipPort,
    @Setting(
            "Address that phones on plain UDP are told when bind is 0.0.0.0 or '::'; empty chooses"
                + " one of this machine's.")
        String advertisedAddress,
    @Setting(
            "Web origins that may open SIP over WebSocket; empty allows the names in the server's"
                + " own certificate.")
        List<String> allowedOrigins,
    @Setting(value = "Threads that move bytes.", min = 1, max = 64) int ioThreads,
    @Setting("Whether Linux's epoll is used where it is there; otherwise Java NIO.")
        boolean nativeTransport,
    Limits limits) {

  public EdgeSettings {
    bind = List.copyOf(bind);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** What no peer may exceed. */
  public record Limits(
      @Setting(value = "Open TCP connections in all.", min = 1, max = 1_000_000) int connections,
      @Setting(
              value = "Open TCP connections of one address (of one /64 network for IPv6).",
              min = 1,
              max = 1_000_000)
          int connectionsPerAddress,
      @Setting(value = "Longest header line in bytes.", min = 256, max = 65_536) int lineBytes,
      @Setting(value = "Longest head of a message in bytes.", min = 1_024, max = 1_048_576)
          int headBytes,
      @Setting(value = "Most header lines in a message.", min = 32, max = 4_096) int headerLines,
      @Setting(value = "Longest body of a message in bytes.", min = 1_024, max = 1_048_576)
          int bodyBytes,
      @Setting(value = "Time to finish a TLS handshake.", min = 100, max = 60_000)
          Duration handshakeTime,
      @Setting(
              value = "Time to finish a message once its first byte has come.",
              min = 100,
              max = 120_000)
          Duration messageTime,
      @Setting(
              value =
                  "A connection without a byte from its peer for this long is closed, unless a"
                      + " registration allows more.",
              min = 100,
              max = 86_400_000)
          Duration idleTime,
      @Setting(
              value = "Bytes that may wait for a peer that reads slowly.",
              min = 8_192,
              max = 67_108_864)
          int sendBufferBytes,
      @Setting(
              value = "Time that a send buffer may stay full before its connection is closed.",
              min = 100,
              max = 600_000)
          Duration slowReaderTime,
      @Setting(value = "UDP datagrams that may wait to be sent.", min = 64, max = 1_048_576)
          int udpSendQueue) {

    public static Limits defaults() {
      return new Limits(
          20_000,
          100,
          8_192,
          65_536,
          256,
          65_536,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          1_048_576,
          Duration.ofSeconds(10),
          16_384);
    }
  }

  public static EdgeSettings defaults() {
    return new EdgeSettings(
        List.of("0.0.0.0"),
        8443,
        true,
        5061,
        Networks.NONE,
        5060,
        "",
        List.of(),
        1,
        true,
        Limits.defaults());
  }
}
