package io.sallyport.protocol.digest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A WWW-Authenticate or Proxy-Authenticate value that we can answer: scheme Digest, an algorithm
 * that we know, qop=auth (RFC 7616 section 3.3).
 *
 * @param opaque to be sent back; empty where there is none
 * @param stale whether only the nonce was at fault, so that the same password may be tried again
 */
public record DigestChallenge(
    String realm, String nonce, DigestAlgorithm algorithm, String opaque, boolean stale) {

  /**
   * The challenge, or nothing where the scheme, algorithm or qop is none of ours or the grammar is
   * broken.
   */
  public static Optional<DigestChallenge> parse(String value) {
    return DigestParameters.parse(value).flatMap(DigestChallenge::of);
  }

  private static Optional<DigestChallenge> of(Map<String, String> parameters) {
    String realm = parameters.get("realm");
    String nonce = parameters.getOrDefault("nonce", "");
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.of(parameters.getOrDefault("algorithm", ""));
    boolean auth = false;
    for (String qop : parameters.getOrDefault("qop", "").split(",", 8)) {
      auth |= qop.trim().toLowerCase(Locale.ROOT).equals("auth");
    }
    if (realm == null || nonce.isEmpty() || algorithm.isEmpty() || !auth) {
      return Optional.empty();
    }
    boolean stale = parameters.getOrDefault("stale", "").equalsIgnoreCase("true");
    return Optional.of(
        new DigestChallenge(
            realm, nonce, algorithm.get(), parameters.getOrDefault("opaque", ""), stale));
  }

  /** The header's value. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(160).append("Digest realm=").append(DigestParameters.quoted(realm));
    text.append(", nonce=").append(DigestParameters.quoted(nonce));
    if (!opaque.isEmpty()) {
      text.append(", opaque=").append(DigestParameters.quoted(opaque));
    }
    if (stale) {
      text.append(", stale=true");
    }
    return text.append(", algorithm=")
        .append(algorithm.token())
        .append(", qop=\"auth\"")
        .toString();
  }
}
