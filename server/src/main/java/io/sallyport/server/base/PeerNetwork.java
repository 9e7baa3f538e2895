package io.sallyport.server.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where one subscriber sends from: an IPv4 address, or the /64 network that one IPv6 host can
 * choose its addresses from. What limits strangers counts by this.
 */
public record PeerNetwork(boolean six, long prefix) {

  public static PeerNetwork of(InetAddress address) {
    boolean six = address instanceof Inet6Address;
    byte[] bytes = address.getAddress();
    long prefix = 0;
    for (int i = 0; i < (six ? 8 : 4); i++) {
      prefix = (prefix << 8) | (bytes[i] & 0xFF);
    }
    return new PeerNetwork(six, prefix);
  }

  /** The network of a literal address, with or without the length that {@link #toString} adds. */
  public static Optional<PeerNetwork> parse(String text) {
    String literal = text.strip();
    int slash = literal.indexOf('/');
    boolean six = literal.indexOf(':') >= 0;
    if (slash >= 0 && !literal.substring(slash).equals(six ? "/64" : "/32")) {
      return Optional.empty();
    }
    literal = slash < 0 ? literal : literal.substring(0, slash);
    if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(InetAddress.getByName(literal)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    byte[] bytes = new byte[six ? 16 : 4];
    for (int i = six ? 7 : 3, shift = 0; i >= 0; i--, shift += 8) {
      bytes[i] = (byte) (prefix >>> shift);
    }
    try {
      String literal = InetAddress.getByAddress(bytes).getHostAddress();
      return six ? literal + "/64" : literal;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(Arrays.toString(bytes), e);
    }
  }
}
