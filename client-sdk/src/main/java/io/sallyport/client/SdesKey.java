package io.sallyport.client;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One SRTP key as SDP carries it (RFC 4568 section 9.1): tag, suite, and 30 bytes of master key and
 * salt.
 *
 * @param inline the base64 of master key and salt
 */
record SdesKey(int tag, String suite, String inline) {
  static final String SHA1_80 = "AES_CM_128_HMAC_SHA1_80";
  static final String SHA1_32 = "AES_CM_128_HMAC_SHA1_32";
  private static final int KEY_AND_SALT_BYTES = 30;

  /** What a phone offers: both suites, the longer tag first. */
  static List<SdesKey> offers(SecureRandom random) {
    return List.of(fresh(1, SHA1_80, random), fresh(2, SHA1_32, random));
  }

  static SdesKey fresh(int tag, String suite, SecureRandom random) {
    byte[] bytes = new byte[KEY_AND_SALT_BYTES];
    random.nextBytes(bytes);
    return new SdesKey(tag, suite, Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * The value of an {@code a=crypto} line; empty for an unknown suite, an MKI, session parameters
   * or a malformed key.
   */
  static Optional<SdesKey> parse(String crypto) {
    String[] parts = crypto.trim().split(" +");
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,9}") || !parts[2].startsWith("inline:")) {
      return Optional.empty();
    }
    String suite = parts[1].toUpperCase(Locale.ROOT);
    String[] key = parts[2].substring("inline:".length()).split("\\|");
    boolean mki = key.length > 1 && key[key.length - 1].contains(":");
    if (!(suite.equals(SHA1_80) || suite.equals(SHA1_32)) || mki) {
      return Optional.empty();
    }
    try {
      SdesKey parsed = new SdesKey(Integer.parseInt(parts[0]), suite, key[0]);
      return parsed.bytes().length == KEY_AND_SALT_BYTES ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(inline);
  }

  /** For the SDP line. */
  String attribute() {
    return tag + " " + suite + " inline:" + inline;
  }

  /** Without the key, so that a log line cannot show it. */
  @Override
  public String toString() {
    return tag + " " + suite + " [redacted]";
  }
}
