package io.sallyport.server.guard;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Destination classes and what a minute costs, by the longest prefix of a number. Immutable. */
final class Tariff {
  /** Users of our own; they cost nothing. */
  static final String INTERNAL = "internal";

  private static final String UNLISTED = "outside";
  private static final int MILLION = 1_000_000;

  /**
   * Where a call goes.
   *
   * @param millionths of the price's unit, a minute
   */
  record Destination(String name, long millionths) {}

  private static final Destination OURS = new Destination(INTERNAL, 0);
  private static final Destination OTHER = new Destination(UNLISTED, 0);

  private final Map<String, Destination> byPrefix;
  private final int longest;

  private Tariff(Map<String, Destination> byPrefix) {
    this.byPrefix = Map.copyOf(byPrefix);
    this.longest = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Reads the lines of the settings; throws with a sentence for the admin. */
  static Tariff of(List<String> lines) {
    Map<String, Destination> prefixes = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length != 3
          || !words[0].matches("\\+?[0-9]*")
          || words[0].isEmpty()
          || !words[1].matches("[a-z0-9-]{1,32}")
          || !words[2].matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
        throw new IllegalArgumentException(
            "destinations: '"
                + line
                + "' must be a prefix, a class and a price, such as"
                + " '+881 expensive 5.00'");
      }
      long millionths =
          new BigDecimal(words[2]).multiply(BigDecimal.valueOf(MILLION)).longValueExact();
      if (prefixes.put(words[0], new Destination(words[1], millionths)) != null) {
        throw new IllegalArgumentException("destinations: " + words[0] + " stands twice");
      }
    }
    return new Tariff(prefixes);
  }

  /**
   * Where a user part leads; one that is no number is of class outside.
   *
   * @param internal whether it is a user of ours
   */
  Destination destination(String user, boolean internal) {
    if (internal) {
      return OURS;
    }
    String number = number(user);
    for (int length = Math.min(longest, number.length()); length > 0; length--) {
      Destination found = byPrefix.get(number.substring(0, length));
      if (found != null) {
        return found;
      }
    }
    return OTHER;
  }

  /**
   * A number without what people and phones put between its digits (RFC 3966 section 5.1.1), and
   * with + for the international prefix 00; so that no spelling is cheaper than another. Empty
   * where it is no number.
   */
  static String number(String user) {
    int end = user.indexOf(';');
    String text = end < 0 ? user : user.substring(0, end);
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = Character.digit(c, 10);
      if (value >= 0) {
        digits.append((char) ('0' + value));
      } else if (c == '+' && digits.length() == 0) {
        digits.append('+');
      } else if ("-. ()/*#".indexOf(c) < 0) {
        return "";
      }
    }
    String number = digits.toString();
    return number.startsWith("00") ? "+" + number.substring(2) : number;
  }
}
