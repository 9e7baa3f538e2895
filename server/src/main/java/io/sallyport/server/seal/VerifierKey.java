package io.sallyport.server.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public Ed25519 key with the name of who signs with it: what a verifier is given (C2SP
 * signed-note). As text {@code <name>+<key id in hex>+<base64>}.
 */
public record VerifierKey(String name, byte[] point) {
  static final byte ED25519 = 1;
  static final int SIGNATURE = Ed25519.SIGNATURE_SIZE;
  private static final int MOST = 1_000;

  /** The key of a text; throws with a sentence where it is none. */
  public static VerifierKey parse(String text) {
    try {
      return read(text.strip());
    } catch (Fault e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The keys of a file, one a line. */
  public static List<VerifierKey> readAll(Path file) throws IOException {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank())
          .map(VerifierKey::parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static VerifierKey read(String text) throws Fault {
    String[] parts = text.split("\\+", 3);
    if (text.length() > MOST || parts.length != 3 || !isName(parts[0])) {
      throw new Fault("it is no verifier's key: NAME+ID+BASE64 is expected");
    }
    byte[] encoded = Base64Text.decode(parts[2]);
    if (encoded.length != 1 + Ed25519.PUBLIC_KEY_SIZE || encoded[0] != ED25519) {
      throw new Fault("the verifier's key is no Ed25519 key");
    }
    VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(encoded, 1, encoded.length));
    if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
      throw new Fault("the verifier's key does not match the id that it names");
    }
    return key;
  }

  /** Whether a note may name a signer so. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .noneMatch(
                c ->
                    c == '+'
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c));
  }

  /** First four bytes of SHA-256(name, newline, type, key). */
  int id() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      sha256.update(ED25519);
      return ByteBuffer.wrap(sha256.digest(point)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  boolean verifies(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE
        && Ed25519.verify(signature, 0, point, 0, message, 0, message.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey key
        && name.equals(key.name)
        && Arrays.equals(point, key.point);
  }

  @Override
  public int hashCode() {
    return id();
  }

  @Override
  public String toString() {
    byte[] encoded = new byte[1 + point.length];
    encoded[0] = ED25519;
    System.arraycopy(point, 0, encoded, 1, point.length);
    return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Base64Text.encode(encoded);
  }
}
