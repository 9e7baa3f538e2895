package io.sallyport.server.firewall;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network in the one way of writing that every firewall takes: no bits behind its prefix.
 *
 * @param v6 whether it is of IPv6
 * @param bits length of the prefix
 */
public record Net(boolean v6, String address, int bits) {
  /** All of IPv4. */
  public static final Net ALL_V4 = new Net(false, "0.0.0.0", 0);

  /** All of IPv6. */
  public static final Net ALL_V6 = new Net(true, "::", 0);

  /**
   * The network that a text names, such as {@code 10.0.0.0/8} or {@code 2001:db8::1}.
   *
   * @throws IllegalArgumentException with a sentence where it names none
   */
  public static Net of(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    // a name would be looked up: only addresses come in here
    if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{0,39}:[0-9a-fA-F:.]{0,39}")) {
      throw unreadable(text);
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      int most = address.getAddress().length * 8;
      String prefix = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
      if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > most) {
        throw unreadable(text);
      }
      return of(address, Integer.parseInt(prefix));
    } catch (UnknownHostException e) {
      throw unreadable(text);
    }
  }

  /** A single address. */
  public static Net of(InetAddress address) {
    return of(address, address.getAddress().length * 8);
  }

  private static Net of(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    int size = bytes.length * 8;
    BigInteger mask =
        BigInteger.ONE.shiftLeft(size).subtract(BigInteger.ONE.shiftLeft(size - bits));
    BigInteger masked = new BigInteger(1, bytes).and(mask);
    byte[] kept = new byte[bytes.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = masked.shiftRight(8 * (kept.length - 1 - i)).byteValue();
    }
    return new Net(kept.length == 16, text(kept), bits);
  }

  private static String text(byte[] bytes) {
    if (bytes.length == 4) {
      return "%d.%d.%d.%d"
          .formatted(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF, bytes[3] & 0xFF);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 2) {
      int group = ((bytes[i] & 0xFF) << 8) | (bytes[i + 1] & 0xFF);
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    // the longest row of zeros at the end, which is where networks have it
    return text.toString().replaceFirst("(^|:)0(:0)+$", "::").replaceFirst("^(0:)+(0:)", "::");
  }

  /** Whether it holds every address of its family. */
  public boolean all() {
    return bits == 0;
  }

  /** Address and prefix, also where the prefix is whole. */
  @Override
  public String toString() {
    return address + "/" + bits;
  }

  /** As a person writes it: a single address without a prefix. */
  public String plain() {
    return bits == (v6 ? 128 : 32) ? address : toString();
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a network; write for example 10.0.0.0/8 or fd00::/8");
  }
}
