package io.sallyport.server.boot;

import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Where the server's certificate comes from: files of the admin's, or the server's own authority.
 */
public record TlsSettings(
    @Setting(
            "PEM file with the certificate and its chain; empty: a certificate of the server's own"
                + " authority, kept in the data directory. Read again when it changes.")
        String certificate,
    @Setting(
            "PEM file with the private key of the certificate, PKCS #8, not encrypted; empty only"
                + " where certificate is.")
        String key,
    @Setting(
            "More host names and addresses for the own certificate, beside the domain, the host's"
                + " name and its addresses.")
        List<String> names,
    @Setting(
            value = "How long an own certificate is valid.",
            min = 86_400_000L,
            max = 71_280_000_000L)
        Duration validity,
    @Setting(value = "An own certificate is replaced this long before it ends.", min = 3_600_000L)
        Duration renewBefore) {

  public TlsSettings {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException("certificate and key go together: set both or neither");
    }
    names = List.copyOf(names);
    for (String name : names) {
      if (!name.matches("[A-Za-z0-9.:_-]{1,253}")) {
        throw new IllegalArgumentException(
            "names: '" + SettingsReader.printable(name) + "' is no host name or address");
      }
    }
  }

  public static TlsSettings defaults() {
    return new TlsSettings("", "", List.of(), Duration.ofDays(397), Duration.ofDays(30));
  }

  /** The name under which clients reach the server: the first that an admin gave. */
  String publicName() {
    return names.stream()
        .filter(name -> !name.matches("[0-9.]+|.*:.*"))
        .findFirst()
        .orElse("localhost");
  }

  /** Whether the server issues its own certificate. */
  boolean own() {
    return certificate.isEmpty();
  }
}
