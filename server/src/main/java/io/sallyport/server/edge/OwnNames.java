package io.sallyport.server.edge;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The host names and addresses that the server's certificate speaks for (RFC 6125): the sites that
 * are ours.
 */
record OwnNames(Set<String> names) {
  private static final int DNS = 2;
  private static final int IP = 7;

  static OwnNames of(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> entry : alternatives == null ? List.<List<?>>of() : alternatives) {
        int kind = (Integer) entry.get(0);
        if (kind == DNS || kind == IP) {
          names.add(((String) entry.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // a certificate without readable names speaks for none
    }
    return new OwnNames(Set.copyOf(names));
  }

  /**
   * Whether the host, without port or brackets, is one of ours; a wildcard stands for one label.
   */
  boolean contains(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    return names.contains(lower) || (dot > 0 && names.contains("*" + lower.substring(dot)));
  }
}
