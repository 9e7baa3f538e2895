package io.sallyport.server.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An address of record in canonical form: what rules, records and look-ups compare.
 *
 * <p>Canonical means: the user part unescaped once (RFC 3261 section 19.1.4), NFKC-normalised and
 * in lower case, every decimal digit an ASCII one, without a password; what reads as a telephone
 * number without separators and parameters (RFC 3966); the host as {@link HostName} has it; no port
 * and no parameters, which phones leak into it. {@code docs/policy.md} is the whole of it. The
 * canonical form of a canonical form is itself.
 */
public record Address(String user, String domain) {

  /**
   * The canonical form, or empty where the parts cannot name anybody: bad or double escapes,
   * control characters, no user.
   */
  public static Optional<Address> of(String user, String host) {
    if (user == null || host == null || host.length() > 255 || user.length() > 255) {
      return Optional.empty();
    }
    return unescape(user)
        .flatMap(Address::folded)
        .map(PhoneNumber::plain)
        .filter(Address::names)
        .flatMap(u -> HostName.canonical(host).map(h -> new Address(u, h)));
  }

  /** The reverse of {@link #toString}, for addresses that we wrote ourselves. */
  public static Optional<Address> parse(String text) {
    int at = text.lastIndexOf('@');
    return text.startsWith("sip:") && at > 4
        ? Optional.of(new Address(text.substring(4, at), text.substring(at + 1)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "sip:" + user + "@" + domain;
  }

  /**
   * One form for what only looks different. Lower case can undo NFKC and the other way round, so
   * both go on until nothing changes, which for all letters of today is the second time.
   */
  private static Optional<String> folded(String user) {
    String text = user;
    for (int round = 0; round < 4; round++) {
      String next =
          digits(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
      if (next.equals(text)) {
        return Optional.of(text);
      }
      text = next;
    }
    return Optional.empty();
  }

  /** Every decimal digit of any script as the ASCII digit that it means. */
  private static String digits(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isDigit(c)) {
                out.append(Character.digit(c, 10));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** What is left to unescape would mean something else the next time, so it names nobody. */
  private static boolean names(String user) {
    return !user.isEmpty()
        && user.length() <= 255
        && user.indexOf('%') < 0
        && user.codePoints().allMatch(Address::visible);
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static Optional<String> unescape(String user) {
    if (user.indexOf('%') < 0) {
      return Optional.of(user);
    }
    byte[] in = user.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
      } else if (i + 2 < in.length
          && Character.digit(in[i + 1], 16) >= 0
          && Character.digit(in[i + 2], 16) >= 0) {
        out.put((byte) (Character.digit(in[i + 1], 16) * 16 + Character.digit(in[i + 2], 16)));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
