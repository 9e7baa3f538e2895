package io.sallyport.client;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.UUID;

/** How a phone names itself in Via and Contact header fields. */
final class Contacts {

  /** A host as SIP writes it, and a port or -1. */
  record HostPort(String host, int port) {}

  private Contacts() {}

  /**
   * The link's own end; a WebSocket has none that anybody could reach, hence a name that never
   * resolves (RFC 7118 section 5).
   */
  static HostPort local(SipLayer layer) {
    Link link = layer.link();
    InetSocketAddress address = link == null ? null : link.localAddress();
    if (address == null || link.transport().isWebSocket()) {
      return new HostPort(layer.unreachableName(), -1);
    }
    String host = address.getAddress().getHostAddress();
    return new HostPort(
        address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host, address.getPort());
  }

  /** The URI under which the server reaches this phone over the link. */
  static String uri(SipLayer layer, String user, Transport transport) {
    HostPort at = local(layer);
    String port = at.port() < 0 ? "" : ":" + at.port();
    return "sip:" + user + "@" + at.host() + port + ";transport=" + transport.parameter();
  }

  /** The Contact of a REGISTER: with instance and flow number for RFC 5626. */
  static String registering(String uri, UUID instance, boolean outbound) {
    String contact = "<" + uri + ">;+sip.instance=\"<urn:uuid:" + instance + ">\"";
    return outbound ? contact + ";reg-id=1" : contact;
  }
}
