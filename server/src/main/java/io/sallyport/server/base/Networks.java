package io.sallyport.server.base;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of networks in CIDR form, such as {@code 10.0.0.0/8} or {@code ::1/128}; an empty list
 * holds no address.
 */
public final class Networks {
  private record Range(byte[] prefix, int bits) {}

  public static final Networks NONE = Networks.of(List.of());

  private final List<String> texts;
  private final List<Range> ranges;

  private Networks(List<String> texts, List<Range> ranges) {
    this.texts = List.copyOf(texts);
    this.ranges = List.copyOf(ranges);
  }

  /** Throws IllegalArgumentException with a sentence for the admin where an entry is no network. */
  public static Networks of(List<String> cidrs) {
    List<Range> ranges = new ArrayList<>();
    for (String cidr : cidrs) {
      ranges.add(range(cidr));
    }
    return new Networks(cidrs, ranges);
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Range range : ranges) {
      if (bytes.length == range.prefix().length && matches(bytes, range)) {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The entries as written. */
  public List<String> entries() {
    return texts;
  }

  @Override
  public String toString() {
    return texts.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Networks n && n.texts.equals(texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  private static Range range(String cidr) {
    int slash = cidr.indexOf('/');
    String host = slash < 0 ? cidr : cidr.substring(0, slash);
    if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw new IllegalArgumentException(
          "'" + cidr + "' is not a network; write for example 10.0.0.0/8 or fd00::/8");
    }
    try {
      byte[] prefix = InetAddress.getByName(host).getAddress();
      int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
      if (bits < 0 || bits > prefix.length * 8) {
        throw new IllegalArgumentException(
            "'" + cidr + "': the prefix length must be 0 to " + prefix.length * 8);
      }
      return new Range(prefix, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + cidr + "' is not a network; write for example 10.0.0.0/8 or fd00::/8", e);
    }
  }

  private static boolean matches(byte[] address, Range range) {
    for (int bit = 0; bit < range.bits(); bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((address[bit >> 3] & mask) != (range.prefix()[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
