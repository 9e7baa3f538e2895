package io.sallyport.server.directory;

import io.sallyport.protocol.digest.DigestAlgorithm;
import java.util.Objects;

/**
 * What a login is checked against: H(A1) of both digest algorithms (RFC 8760), each for the plain
 * login {@code user} and for {@code user@realm}, which some phones send. As good as a password for
 * digest, so it never prints.
 */
public record Credentials(String sha256, String sha256Qualified, String md5, String md5Qualified) {
  public Credentials {
    Objects.requireNonNull(sha256);
    Objects.requireNonNull(sha256Qualified);
    Objects.requireNonNull(md5);
    Objects.requireNonNull(md5Qualified);
  }

  public static Credentials of(String user, String realm, String password) {
    String qualified = user + "@" + realm;
    return new Credentials(
        DigestAlgorithm.SHA_256.a1(user, realm, password),
        DigestAlgorithm.SHA_256.a1(qualified, realm, password),
        DigestAlgorithm.MD5.a1(user, realm, password),
        DigestAlgorithm.MD5.a1(qualified, realm, password));
  }

  /** H(A1) in lower-case hex for a login given plain or as {@code user@realm}. */
  public String a1(DigestAlgorithm algorithm, boolean qualified) {
    return switch (algorithm) {
      case SHA_256 -> qualified ? sha256Qualified : sha256;
      case MD5 -> qualified ? md5Qualified : md5;
    };
  }

  @Override
  public String toString() {
    return "Credentials[redacted]";
  }
}
