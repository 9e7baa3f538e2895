package io.sallyport.protocol.rtp;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * An {@code a=crypto} line (RFC 4568): tag, suite and the sender's master key. It holds a key, so
 * it prints as redacted everywhere but in {@link #print}.
 */
public final class SdesCrypto {
  private static final int MAX_TAG = 999_999_999;

  private final int tag;
  private final SrtpKey key;

  private SdesCrypto(int tag, SrtpKey key) {
    this.tag = tag;
    this.key = key;
  }

  /** A line for a key that exists. */
  public static SdesCrypto of(int tag, SrtpKey key) {
    return new SdesCrypto(tag, key);
  }

  /** A line with a new random key. */
  public static SdesCrypto generate(int tag, CryptoSuite suite, SecureRandom random) {
    return new SdesCrypto(tag, SrtpKey.generate(suite, random));
  }

  /**
   * Reads the value of an {@code a=crypto} attribute. Empty where the line is not for us:
   * malformed, an unknown suite, an MKI, several keys, or a session parameter that weakens the
   * session or that we do not know (RFC 4568 section 6.3 wants the line ignored then). A lifetime
   * is tolerated: no call outlives 2^31 packets.
   */
  public static Optional<SdesCrypto> parse(String value) {
    String[] parts = value.trim().split("[ \t]+");
    if (parts.length < 3 || !parts[0].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    CryptoSuite suite = CryptoSuite.named(parts[1].toUpperCase(Locale.ROOT));
    if (suite == null) {
      return Optional.empty();
    }
    for (int i = 3; i < parts.length; i++) {
      if (!harmless(parts[i])) {
        return Optional.empty();
      }
    }
    byte[] material = material(parts[2], SrtpKey.length(suite));
    int tag = Integer.parseInt(parts[0]);
    return material == null || tag > MAX_TAG
        ? Optional.empty()
        : Optional.of(new SdesCrypto(tag, new SrtpKey(suite, material)));
  }

  public int tag() {
    return tag;
  }

  public CryptoSuite suite() {
    return key.suite();
  }

  /** The key without its tag. */
  public SrtpKey key() {
    return key;
  }

  /** The same key under another tag: an answer repeats the tag of the line that it accepts. */
  public SdesCrypto withTag(int newTag) {
    return new SdesCrypto(newTag, key);
  }

  /**
   * The attribute's value with the key, base64 padded: some phones refuse a key whose padding is
   * missing.
   */
  public String print() {
    return tag
        + " "
        + suite().name()
        + " inline:"
        + Base64.getEncoder().encodeToString(key.material());
  }

  /** Whether suite and key are the same, whatever the tag: then a running context may go on. */
  public boolean sameKey(SdesCrypto other) {
    return key.equals(other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SdesCrypto c && tag == c.tag && sameKey(c);
  }

  @Override
  public int hashCode() {
    return 31 * tag + key.hashCode();
  }

  @Override
  public String toString() {
    return tag + " " + key;
  }

  private static byte[] material(String parameter, int length) {
    if (!parameter.regionMatches(true, 0, "inline:", 0, 7) || parameter.indexOf(';') >= 0) {
      return null;
    }
    String[] fields = parameter.substring(7).split("\\|", -1);
    if (fields.length > 2
        || fields.length == 2 && !fields[1].matches("(2\\^[0-9]{1,2}|[0-9]{1,15})?")) {
      return null;
    }
    try {
      byte[] material = Base64.getDecoder().decode(fields[0]);
      return material.length == length ? material : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A window size hint and a key derivation rate of zero (the default) change nothing. */
  private static boolean harmless(String parameter) {
    String upper = parameter.toUpperCase(Locale.ROOT);
    return upper.matches("WSH=[0-9]{1,5}") || upper.equals("KDR=0");
  }
}
