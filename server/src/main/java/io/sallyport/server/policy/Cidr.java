package io.sallyport.server.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network, or with all bits one address: IPv6, with IPv4 in its mapped form (RFC 4291 section
 * 2.5.5.2).
 */
record Cidr(long high, long low, int bits) {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** A network such as {@code 10.0.0.0/8}, or an address; empty where the text is neither. */
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    Optional<Cidr> address = address(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0 || address.isEmpty()) {
      return address;
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    boolean v4 = text.indexOf(':') < 0;
    int bits = Integer.parseInt(length);
    return bits > (v4 ? 32 : 128)
        ? Optional.empty()
        : Optional.of(address.get().masked(v4 ? bits + 96 : bits));
  }

  /** A literal address as sockets give it, perhaps with an IPv6 zone; never looked up. */
  static Optional<Cidr> address(String literal) {
    int zone = literal.indexOf('%');
    String text = zone < 0 ? literal : literal.substring(0, zone);
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = InetAddress.getByName(text).getAddress();
      if (bytes.length == 4) {
        return Optional.of(new Cidr(0, 0xffffL << 32 | number(bytes, 0, 4), 128));
      }
      return Optional.of(new Cidr(number(bytes, 0, 8), number(bytes, 8, 8), 128));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  Cidr masked(int length) {
    long highMask = length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
    long lowMask = length <= 64 ? 0 : length == 128 ? -1L : -1L << (128 - length);
    return new Cidr(high & highMask, low & lowMask, length);
  }

  boolean covers(Cidr other) {
    return bits <= other.bits && other.masked(bits).equals(this);
  }

  @Override
  public String toString() {
    if (high == 0 && low >>> 32 == 0xffff && bits >= 96) {
      return (low >> 24 & 255)
          + "."
          + (low >> 16 & 255)
          + "."
          + (low >> 8 & 255)
          + "."
          + (low & 255)
          + (bits == 128 ? "" : "/" + (bits - 96));
    }
    StringBuilder text = new StringBuilder();
    for (int group = 0; group < 8; group++) {
      long half = group < 4 ? high : low;
      text.append(group == 0 ? "" : ":")
          .append(Long.toHexString(half >>> (48 - group % 4 * 16) & 0xffff));
    }
    return text + (bits == 128 ? "" : "/" + bits);
  }

  private static long number(byte[] bytes, int from, int length) {
    long value = 0;
    for (int i = from; i < from + length; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
