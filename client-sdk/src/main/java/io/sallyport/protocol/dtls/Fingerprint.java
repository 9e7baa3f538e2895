package io.sallyport.protocol.dtls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The digest of a certificate as SDP names it in {@code a=fingerprint} (RFC 8122 section 5): what
 * binds a DTLS handshake to the signalling that was authenticated.
 *
 * @param hash lower case: sha-256, sha-384 or sha-512; older ones are not accepted
 * @param digest upper-case hexadecimal with colons
 */
public record Fingerprint(String hash, String digest) {

  /**
   * Reads an attribute's value; empty where it is malformed, or its hash is unknown or too weak.
   */
  public static Optional<Fingerprint> parse(String value) {
    String[] parts = value.trim().split(" +");
    if (parts.length != 2) {
      return Optional.empty();
    }
    String hash = parts[0].toLowerCase(Locale.ROOT);
    int bytes =
        switch (hash) {
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default -> 0;
        };
    String digest = parts[1].toUpperCase(Locale.ROOT);
    boolean whole =
        bytes > 0
            && digest.length() == 3 * bytes - 1
            && digest.matches("[0-9A-F]{2}(:[0-9A-F]{2})*");
    return whole ? Optional.of(new Fingerprint(hash, digest)) : Optional.empty();
  }

  /**
   * The fingerprint of a certificate.
   *
   * @param hash sha-256, sha-384 or sha-512
   * @param certificate DER
   */
  public static Fingerprint of(String hash, byte[] certificate) {
    try {
      byte[] digest = MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(certificate);
      return new Fingerprint(hash, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no hash of fingerprints: " + hash, e);
    }
  }

  /** Whether this is the fingerprint of that certificate, in DER. */
  public boolean matches(byte[] certificate) {
    return equals(of(hash, certificate));
  }

  /** The attribute's value. */
  public String print() {
    return hash + " " + digest;
  }
}
