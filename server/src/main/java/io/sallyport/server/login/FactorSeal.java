package io.sallyport.server.login;

import io.sallyport.server.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM around the secret of a second factor at rest, bound to the user whose it is. */
final class FactorSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  // immutable
  private final SecretKeySpec key;

  FactorSeal(Secret key) {
    this.key = new SecretKeySpec(key.reveal(), "AES");
  }

  static Secret random(int bytes) {
    byte[] secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return Secret.of(secret);
  }

  byte[] close(Secret secret, String user) {
    byte[] nonce = random(NONCE_BYTES).reveal();
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret.reveal(), user).orElseThrow();
    byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
    return whole;
  }

  /** Empty where the key is another, or the row was somebody else's. */
  Optional<Secret> open(byte[] whole, String user) {
    if (whole.length < NONCE_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
    return run(Cipher.DECRYPT_MODE, nonce, sealed, user).map(Secret::of);
  }

  private Optional<byte[]> run(int mode, byte[] nonce, byte[] text, String user) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(user.getBytes(StandardCharsets.UTF_8));
      return Optional.of(cipher.doFinal(text));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
