package io.sallyport.server.policy;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An address of record in canonical form: what rules, records and look-ups compare.
 *
 * <p>Canonical means: the user part unescaped (RFC 3261 section 19.1.4), NFKC-normalised and in
 * lower case, without a password; the host in lower-case ASCII without a trailing dot; no port and
 * no parameters, which phones leak into it.
 */
public record Address(String user, String domain) {

  /**
   * The canonical form, or empty where the parts cannot name anybody: bad escapes, control
   * characters, no user.
   */
  public static Optional<Address> of(String user, String host) {
    if (user == null || host == null || host.length() > 255 || user.length() > 255) {
      return Optional.empty();
    }
    return unescape(user)
        .map(u -> Normalizer.normalize(u, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
        .filter(Address::names)
        .flatMap(u -> host(host).map(h -> new Address(u, h)));
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

  private static boolean names(String user) {
    return !user.isEmpty()
        && user.codePoints()
            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }

  private static Optional<String> host(String host) {
    String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (isAscii(plain)) {
      return Optional.of(plain.toLowerCase(Locale.ROOT));
    }
    try {
      return Optional.of(IDN.toASCII(plain).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
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
