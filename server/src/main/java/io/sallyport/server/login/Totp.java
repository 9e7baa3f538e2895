package io.sallyport.server.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.server.base.Secret;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238) as authenticator apps know them: HMAC-SHA-1, six digits,
 * a step of thirty seconds. Pure.
 */
final class Totp {
  /** What RFC 4226 section 4 recommends for a shared secret. */
  static final int SECRET_BYTES = 20;

  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  /** Clocks differ: one step to either side is taken (RFC 6238 section 5.2). */
  private static final int DRIFT_STEPS = 1;

  private Totp() {}

  /**
   * The step that a code is of, or empty where it is of none that counts now.
   *
   * @param after the step of the code that was taken last: a code is taken once (section 5.2)
   */
  static OptionalLong step(Secret secret, String code, Instant now, long after) {
    if (code.length() != DIGITS || !code.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long current = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    byte[] given = code.getBytes(US_ASCII);
    OptionalLong found = OptionalLong.empty();
    // all of them are compared, so that the time taken tells nothing
    for (long step = current - DRIFT_STEPS; step <= current + DRIFT_STEPS; step++) {
      boolean same = MessageDigest.isEqual(code(secret, step).getBytes(US_ASCII), given);
      if (same && step > after) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of a step (RFC 4226 section 5.3). */
  static String code(Secret secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return String.format("%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-1", e);
    }
  }

  /**
   * What an authenticator app reads from a QR code: the key URI format that Google Authenticator
   * introduced.
   */
  static String uri(Secret secret, String user, String domain) {
    String issuer = "Sallyport " + domain;
    return "otpauth://totp/"
        + escaped(issuer + ":" + user)
        + "?secret="
        + Base32.encode(secret.reveal())
        + "&issuer="
        + escaped(issuer);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
