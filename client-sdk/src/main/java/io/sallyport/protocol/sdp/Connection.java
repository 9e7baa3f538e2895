package io.sallyport.protocol.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A {@code c=} line (RFC 8866 section 5.7).
 *
 * @param ipVersion 4 or 6
 * @param address as written: a literal or a host name, without TTL and count
 */
public record Connection(int ipVersion, String address) {
  public Connection {
    SdpText.requireWord(address);
    if (ipVersion != 4 && ipVersion != 6) {
      throw new IllegalArgumentException("IP version " + ipVersion);
    }
  }

  public static Connection of(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return new Connection(
        address instanceof Inet4Address ? 4 : 6, scope < 0 ? text : text.substring(0, scope));
  }

  /**
   * The address where it is a literal: a name is never looked up, and a scope is never followed.
   */
  public Optional<InetAddress> literal() {
    boolean literal =
        ipVersion == 4
            ? SdpText.isIpv4(address)
            : address.matches("[0-9a-fA-F:.]{2,45}") && address.indexOf(':') >= 0;
    if (!literal) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The old way to hold: {@code c=IN IP4 0.0.0.0} (RFC 3264 section 8.4), {@code ::} likewise. */
  public boolean isHold() {
    return literal().map(InetAddress::isAnyLocalAddress).orElse(false);
  }

  void print(StringBuilder out) {
    out.append("c=IN IP").append(ipVersion).append(' ').append(address).append("\r\n");
  }

  /** Reads what follows {@code c=}; null where it is no connection of the Internet. */
  static Connection parse(String value) {
    String[] parts = value.trim().split(" +");
    if (parts.length != 3 || !parts[0].equalsIgnoreCase("IN")) {
      return null;
    }
    int version = ipVersion(parts[1]);
    int slash = parts[2].indexOf('/');
    String address = slash < 0 ? parts[2] : parts[2].substring(0, slash);
    return version == 0 || !SdpText.isWord(address) ? null : new Connection(version, address);
  }

  static int ipVersion(String addressType) {
    if (addressType.equalsIgnoreCase("IP4")) {
      return 4;
    }
    return addressType.equalsIgnoreCase("IP6") ? 6 : 0;
  }
}
