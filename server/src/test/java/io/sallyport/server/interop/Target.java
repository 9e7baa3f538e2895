package io.sallyport.server.interop;

import java.nio.file.Path;

/**
 * Where softphones find the server: its address for those that look up no names, a name that its
 * certificate holds for those that check one, the client's own address on the way there, the port
 * for SIP over TLS, the one for browsers, and the authority to trust.
 */
record Target(
    String address, String name, String client, int tlsPort, int webPort, Path authority) {
  /** The origin of the server's own pages (RFC 6454). */
  String origin() {
    return "https://" + name + ":" + webPort;
  }
}
