package io.sallyport.server.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private Ed25519 key (RFC 8032) with its signer's name; never printed. */
final class SigningKey {
  private static final String PREFIX = "PRIVATE+KEY+";

  // immutable
  private final VerifierKey verifier;
  private final byte[] seed;

  SigningKey(String name, byte[] seed) {
    this.seed = seed.clone();
    byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    this.verifier = new VerifierKey(name, point);
  }

  VerifierKey verifier() {
    return verifier;
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[VerifierKey.SIGNATURE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The text of a key file, as other tools for signed notes write it. */
  byte[] encode() {
    byte[] typed = new byte[1 + seed.length];
    typed[0] = VerifierKey.ED25519;
    System.arraycopy(seed, 0, typed, 1, seed.length);
    String id = HexFormat.of().toHexDigits(verifier.id());
    String text = PREFIX + verifier.name() + "+" + id + "+" + Base64Text.encode(typed) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static SigningKey decode(byte[] bytes) throws Fault {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    String[] parts =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    if (parts.length != 3 || !VerifierKey.isName(parts[0])) {
      throw new Fault("it is no signing key");
    }
    byte[] typed = Base64Text.decode(parts[2]);
    if (typed.length != 1 + Ed25519.SECRET_KEY_SIZE || typed[0] != VerifierKey.ED25519) {
      throw new Fault("it is no Ed25519 key");
    }
    SigningKey key = new SigningKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().toHexDigits(key.verifier.id()).equals(parts[1])) {
      throw new Fault("the key does not match the id that it names");
    }
    return key;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
