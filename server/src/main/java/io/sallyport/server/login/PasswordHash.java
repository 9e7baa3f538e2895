package io.sallyport.server.login;

import io.sallyport.server.base.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A console password at rest: Argon2id (RFC 9106) in the usual text form, which carries its own
 * cost, so that a later version may ask for more.
 */
final class PasswordHash {
  /** OWASP's smallest recommended cost: 19 MiB, two passes, one lane. */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What we take from a row at most: a changed row must not cost the server its memory. */
  private static final int MOST_KIB = 256 * 1024;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,128})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordHash() {}

  static String of(Secret password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + MEMORY_KIB
        + ",t="
        + PASSES
        + ",p="
        + LANES
        + "$"
        + text.encodeToString(salt)
        + "$"
        + text.encodeToString(hash(password.reveal(), salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
  }

  /** Whether it is of that password; a text that is no such hash is of none. */
  static boolean matches(String hash, Secret password) {
    Matcher parts = FORM.matcher(hash);
    if (!parts.matches()) {
      return false;
    }
    int memory = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    if (memory < 8 * lanes || memory > MOST_KIB || passes < 1 || lanes < 1) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(parts.group(4));
    byte[] kept = Base64.getDecoder().decode(parts.group(5));
    return MessageDigest.isEqual(
        kept, hash(password.reveal(), salt, memory, passes, lanes, kept.length));
  }

  private static byte[] hash(
      byte[] password, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] out = new byte[length];
    generator.generateBytes(password, out);
    return out;
  }
}
