package io.sallyport.protocol.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A hash that digest authentication is done with (RFC 8760 section 2.1), best first. Any thread.
 */
public enum DigestAlgorithm {
  SHA_256("SHA-256"),
  MD5("MD5");

  private static final HexFormat HEX = HexFormat.of();

  private final String token;

  // any thread: an instance each, since making one costs more than a hash
  private final ThreadLocal<MessageDigest> digests;

  DigestAlgorithm(String token) {
    this.token = token;
    this.digests = ThreadLocal.withInitial(() -> instance(token));
  }

  /**
   * The algorithm of that name in any case; a missing name (the empty string) is MD5; others are
   * unknown to us.
   */
  public static Optional<DigestAlgorithm> of(String token) {
    if (token.isEmpty()) {
      return Optional.of(MD5);
    }
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(token)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The name on the wire. */
  public String token() {
    return token;
  }

  /**
   * H(A1), what a server keeps instead of the password: a hash over {@code user:realm:password} in
   * lower-case hex.
   */
  public String a1(String user, String realm, String password) {
    return hash(user + ":" + realm + ":" + password);
  }

  /** The response with qop=auth (RFC 7616 section 3.4.1) in lower-case hex. */
  public String response(
      String a1, String nonce, String nc, String cnonce, String method, String uri) {
    String a2 = hash(method + ":" + uri);
    return hash(a1 + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + a2);
  }

  private String hash(String text) {
    return HEX.formatHex(digests.get().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest instance(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
