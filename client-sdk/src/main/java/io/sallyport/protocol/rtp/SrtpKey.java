package io.sallyport.protocol.rtp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A master key and salt for one suite (RFC 3711 section 3.2.1), wherever they came from. Prints as
 * redacted.
 */
public final class SrtpKey {
  private final CryptoSuite suite;
  private final byte[] material;

  /** Owns the material, whose length the caller has checked. */
  SrtpKey(CryptoSuite suite, byte[] material) {
    this.suite = suite;
    this.material = material;
  }

  /**
   * A key from its material, which is copied.
   *
   * @param material master key, then master salt; both of the suite's lengths
   */
  public static SrtpKey of(CryptoSuite suite, byte[] material) {
    if (material.length != length(suite)) {
      throw new IllegalArgumentException("a key of " + material.length + " bytes for " + suite);
    }
    return new SrtpKey(suite, material.clone());
  }

  /** A new random key. */
  public static SrtpKey generate(CryptoSuite suite, SecureRandom random) {
    byte[] material = new byte[length(suite)];
    random.nextBytes(material);
    return new SrtpKey(suite, material);
  }

  /** Bytes of key and salt. */
  static int length(CryptoSuite suite) {
    return suite.keyLength() + suite.saltLength();
  }

  public CryptoSuite suite() {
    return suite;
  }

  /** Master key, then master salt: the array itself, not to be changed or kept. */
  byte[] material() {
    return material;
  }

  byte[] masterKey() {
    return Arrays.copyOf(material, suite.keyLength());
  }

  byte[] masterSalt() {
    return Arrays.copyOfRange(material, suite.keyLength(), material.length);
  }

  /** Whether suite and material are the same; compares in constant time. */
  public boolean sameAs(SrtpKey other) {
    return suite == other.suite && MessageDigest.isEqual(material, other.material);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpKey key && sameAs(key);
  }

  @Override
  public int hashCode() {
    return suite.hashCode();
  }

  @Override
  public String toString() {
    return suite.name() + " [redacted]";
  }
}
