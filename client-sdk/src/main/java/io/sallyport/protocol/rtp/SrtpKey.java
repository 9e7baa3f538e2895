package io.sallyport.protocol.rtp;

import java.security.MessageDigest;
import java.util.Arrays;

/** A master key and salt for one suite (RFC 3711 section 3.2.1). Prints as redacted. */
public final class SrtpKey {
  private final CryptoSuite suite;
  private final byte[] material;

  private SrtpKey(CryptoSuite suite, byte[] material) {
    this.suite = suite;
    this.material = material;
  }

  /**
   * A key from its material.
   *
   * @param material master key, then master salt; both of the suite's lengths
   */
  public static SrtpKey of(CryptoSuite suite, byte[] material) {
    if (material.length != CryptoSuite.KEY_LENGTH + CryptoSuite.SALT_LENGTH) {
      throw new IllegalArgumentException("a key of " + material.length + " bytes for " + suite);
    }
    return new SrtpKey(suite, material.clone());
  }

  public CryptoSuite suite() {
    return suite;
  }

  byte[] masterKey() {
    return Arrays.copyOf(material, CryptoSuite.KEY_LENGTH);
  }

  byte[] masterSalt() {
    return Arrays.copyOfRange(material, CryptoSuite.KEY_LENGTH, material.length);
  }

  /** Compares in constant time. */
  public boolean sameAs(SrtpKey other) {
    return suite == other.suite && MessageDigest.isEqual(material, other.material);
  }

  @Override
  public String toString() {
    return suite.name() + " [redacted]";
  }
}
