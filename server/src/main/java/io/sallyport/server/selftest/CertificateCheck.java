package io.sallyport.server.selftest;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether the certificate stands for the names that clients use, and how long yet. */
public final class CertificateCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private CertificateCheck() {}

  /** Checks of a certificate for names of which the first is the one that clients use. */
  public static List<Check> checks(X509Certificate certificate, List<String> names, Instant now) {
    return List.of(
        new Check(
            "certificate-name",
            "certificate",
            "The certificate holds the public name",
            () -> names(certificate, names)),
        new Check(
            "certificate-time",
            "certificate",
            "The certificate is valid",
            () -> time(certificate, now)));
  }

  static Finding names(X509Certificate certificate, List<String> names)
      throws CertificateParsingException {
    List<String> held = alternatives(certificate);
    List<String> missing = names.stream().filter(name -> !holds(held, name)).toList();
    if (missing.isEmpty()) {
      return Finding.ok("it holds " + String.join(", ", names));
    }
    String seen = "it holds %s, and not %s".formatted(held, String.join(", ", missing));
    String advice = "put the name into tls.names, or bring a certificate that has it";
    return missing.contains(names.get(0))
        ? Finding.failed(seen, advice)
        : Finding.warning(seen, advice);
  }

  static Finding time(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      return Finding.failed(
          "it begins at " + from + ", and it is " + now, "set the machine's clock by NTP");
    }
    Duration left = Duration.between(now, until);
    if (left.isNegative()) {
      return Finding.failed("it ended at " + until, "bring a new one");
    }
    String seen = "valid until %s, %d days".formatted(until, left.toDays());
    return left.compareTo(SOON) < 0
        ? Finding.warning(seen, "renew it; the files are read again without a start")
        : Finding.ok(seen);
  }

  /** Names and addresses of the certificate (RFC 6125 section 6.4, RFC 9525). */
  public static List<String> alternatives(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    List<String> names = new ArrayList<>();
    for (List<?> each : all == null ? List.<List<?>>of() : all) {
      if (each.get(1) instanceof String text) {
        names.add(text.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static boolean holds(List<String> held, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    String wildcard = dot < 0 ? "" : "*" + wanted.substring(dot);
    return held.contains(wanted) || held.contains(wildcard);
  }
}
