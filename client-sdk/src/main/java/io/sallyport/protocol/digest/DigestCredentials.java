package io.sallyport.protocol.digest;

import java.util.Map;
import java.util.Optional;

/**
 * An Authorization or Proxy-Authorization value of scheme Digest (RFC 7616 section 3.4).
 *
 * @param algorithm the name as sent, empty where absent (which means MD5)
 * @param qop as sent; what we accept is auth
 * @param nc eight hex digits as sent
 */
public record DigestCredentials(
    String username,
    String realm,
    String nonce,
    String uri,
    String response,
    String algorithm,
    String cnonce,
    String qop,
    String nc,
    String opaque) {

  /**
   * The credentials, or nothing where the scheme is another, the grammar is broken or something
   * needed is missing.
   */
  public static Optional<DigestCredentials> parse(String value) {
    return DigestParameters.parse(value).flatMap(DigestCredentials::of);
  }

  private static Optional<DigestCredentials> of(Map<String, String> p) {
    for (String needed : new String[] {"username", "realm", "nonce", "uri", "response"}) {
      if (!p.containsKey(needed)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new DigestCredentials(
            p.get("username"),
            p.get("realm"),
            p.get("nonce"),
            p.get("uri"),
            p.get("response"),
            p.getOrDefault("algorithm", ""),
            p.getOrDefault("cnonce", ""),
            p.getOrDefault("qop", ""),
            p.getOrDefault("nc", ""),
            p.getOrDefault("opaque", "")));
  }

  /** The nonce count, or -1 where it is not eight hex digits or zero. */
  public long count() {
    if (nc.length() != 8) {
      return -1;
    }
    long count = 0;
    for (int i = 0; i < 8; i++) {
      int digit = nc.charAt(i) < 128 ? Character.digit(nc.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      count = count * 16 + digit;
    }
    return count == 0 ? -1 : count;
  }

  /** Never the whole value: a response can be guessed at off-line. */
  @Override
  public String toString() {
    return "DigestCredentials[redacted]";
  }

  /** The header's value. */
  public String format() {
    StringBuilder text =
        new StringBuilder(320).append("Digest username=").append(DigestParameters.quoted(username));
    text.append(", realm=").append(DigestParameters.quoted(realm));
    text.append(", nonce=").append(DigestParameters.quoted(nonce));
    text.append(", uri=").append(DigestParameters.quoted(uri));
    text.append(", response=\"").append(response).append("\", algorithm=").append(algorithm);
    text.append(", cnonce=").append(DigestParameters.quoted(cnonce));
    text.append(", qop=").append(qop).append(", nc=").append(nc);
    if (!opaque.isEmpty()) {
      text.append(", opaque=").append(DigestParameters.quoted(opaque));
    }
    return text.toString();
  }
}
