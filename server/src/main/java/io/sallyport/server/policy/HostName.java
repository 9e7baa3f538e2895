package io.sallyport.server.policy;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of an address in canonical form: lower-case ASCII without a trailing dot, an IPv4
 * address as four decimal numbers however it was written, an IPv6 address in brackets and in full.
 */
final class HostName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final Pattern V6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern PART = Pattern.compile("0x[0-9a-f]{0,8}|[0-9]{1,11}");

  private HostName() {}

  /** Empty where the text can name no host. */
  static Optional<String> canonical(String host) {
    String text = host;
    if (text.chars().anyMatch(c -> c >= 128)) {
      try {
        text = IDN.toASCII(text);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    text = text.toLowerCase(Locale.ROOT);
    if (text.startsWith("[") || text.indexOf(':') >= 0) {
      return v6(text);
    }
    if (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.length() > 253 || !NAME.matcher(text).matches()) {
      return Optional.empty();
    }
    // as browsers have it: what ends in a number is an address or nothing
    return PART.matcher(text.substring(text.lastIndexOf('.') + 1)).matches()
        ? v4(text)
        : Optional.of(text);
  }

  private static Optional<String> v6(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String literal = bracketed ? text.substring(1, text.length() - 1) : text;
    if (!V6.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      // a literal with a colon is never looked up
      InetAddress address = InetAddress.getByName(literal);
      String plain = address.getHostAddress();
      return Optional.of(address instanceof Inet4Address ? plain : "[" + plain + "]");
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** One to four numbers, each decimal, octal or hexadecimal, the last one filling what is left. */
  private static Optional<String> v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < parts.length; i++) {
      long part = number(parts[i]);
      int bits = i < parts.length - 1 ? 8 : 8 * (5 - parts.length);
      if (part < 0 || part >= 1L << bits) {
        return Optional.empty();
      }
      value = value << bits | part;
    }
    return Optional.of(
        (value >> 24) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255));
  }

  /** Negative where it is no number, or one that programs read differently: 010 is 8 or 10. */
  private static long number(String part) {
    if (!PART.matcher(part).matches()) {
      return -1;
    }
    if (part.startsWith("0x")) {
      return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
    }
    long decimal = Long.parseLong(part);
    if (part.length() > 1 && part.startsWith("0")) {
      return part.matches("0*[0-7]?") ? decimal : -1;
    }
    return decimal;
  }
}
