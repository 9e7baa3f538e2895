package io.sallyport.server.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A secret that its bearer shows: 256 random bits as text. The server keeps its hash only, which is
 * enough since nobody can guess what it is of.
 *
 * @param text what the bearer is given, once
 * @param hash SHA-256 of the text in lower-case hex
 */
record Token(String text, String hash) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  static Token random(String prefix) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String text = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new Token(text, hash(text));
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[redacted]";
  }
}
