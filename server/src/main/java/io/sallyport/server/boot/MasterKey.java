package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one key that everything at rest hangs on: 32 random bytes in {@code keys/master.key}. Each
 * use has a key of its own, derived with HKDF-SHA-256 (RFC 5869) under a name, so that no two uses
 * share one.
 */
final class MasterKey {
  static final int BYTES = 32;

  /** Uses: under these names keys are derived; to change one is to lose what it protects. */
  static final String CREDENTIALS = "credentials";

  static final String JOURNAL = "journal";

  static final String INDEX = "search index";

  // immutable
  private final byte[] key;

  private MasterKey(byte[] key) {
    this.key = key;
  }

  /**
   * Reads the key, or makes it where the data directory is new. Refuses one that others may read.
   */
  static MasterKey open(Path file) throws IOException, StartRefused {
    if (!Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      byte[] fresh = new byte[BYTES];
      new SecureRandom().nextBytes(fresh);
      PrivateFiles.write(file, fresh, true);
    }
    return existing(file);
  }

  /** Reads the key; never makes one. */
  static MasterKey existing(Path file) throws IOException, StartRefused {
    Optional<Problem> problem = PrivateFiles.check(file);
    if (problem.isPresent()) {
      throw new StartRefused(List.of(problem.get()));
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != BYTES) {
      throw new StartRefused(
          List.of(
              Problem.of(
                  file.toString(),
                  "holds " + key.length + " bytes, not " + BYTES,
                  "restore it from the backup")));
    }
    return new MasterKey(key);
  }

  Secret derive(String use) {
    return Secret.of(hkdf(key, use.getBytes(StandardCharsets.UTF_8), BYTES));
  }

  /** RFC 5869 with SHA-256 and no salt. */
  static byte[] hkdf(byte[] key, byte[] info, int length) {
    try {
      byte[] pseudorandom = hmac(new byte[32], key);
      byte[] output = new byte[length];
      byte[] block = new byte[0];
      int done = 0;
      for (int counter = 1; done < length; counter++) {
        byte[] input = Arrays.copyOf(block, block.length + info.length + 1);
        System.arraycopy(info, 0, input, block.length, info.length);
        input[input.length - 1] = (byte) counter;
        block = hmac(pseudorandom, input);
        int taken = Math.min(block.length, length - done);
        System.arraycopy(block, 0, output, done, taken);
        done += taken;
      }
      return output;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(input);
  }
}
