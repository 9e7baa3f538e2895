package io.sallyport.server.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The server's own certificate authority, in {@code tls/} of the data directory: what makes TLS
 * work before an admin brings a certificate. Clients trust {@code ca.crt}; the server certificate
 * under it is issued anew when it nears its end or lacks a name.
 */
final class OwnAuthority {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);
  // clocks of phones are often behind
  private static final Duration CLOCK_SKEW = Duration.ofHours(24);
  private static final int SAN_DNS = 2;

  private final Path directory;
  private final InstantSource clock;

  OwnAuthority(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Path authorityFile() {
    return directory.resolve("ca.crt");
  }

  Path certificateFile() {
    return directory.resolve("server.crt");
  }

  Path keyFile() {
    return directory.resolve("server.key");
  }

  /** Makes what is missing or outdated, and leaves everything else as it is. */
  synchronized void ensure(String domain, TlsSettings settings)
      throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    boolean fresh = !Files.exists(authorityFile());
    if (fresh) {
      CertificateIssuer.Issued authority =
          CertificateIssuer.authority(
              "Sallyport CA of " + domain, now.minus(CLOCK_SKEW), now.plus(AUTHORITY_VALIDITY));
      write(directory.resolve("ca.key"), Pem.key(authority.key()), true);
      write(authorityFile(), Pem.certificate(authority.certificate()), false);
    }
    List<String> names = names(domain, settings.names());
    if (fresh
        || !Files.exists(certificateFile())
        || !Files.exists(keyFile())
        || outdated(names, now.plus(settings.renewBefore()))) {
      issue(domain, settings);
    }
  }

  /** Makes a new server certificate with a new key. */
  synchronized void issue(String domain, TlsSettings settings)
      throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    CertificateIssuer.Issued authority =
        new CertificateIssuer.Issued(
            Pem.certificates(authorityFile()).get(0), Pem.privateKey(directory.resolve("ca.key")));
    CertificateIssuer.Issued server =
        CertificateIssuer.server(
            authority,
            names(domain, settings.names()),
            addresses(settings.names()),
            now.minus(CLOCK_SKEW),
            now.plus(settings.validity()));
    write(keyFile(), Pem.key(server.key()), true);
    write(
        certificateFile(),
        Pem.certificate(server.certificate()) + Pem.certificate(authority.certificate()),
        false);
  }

  /**
   * Whether the certificate ends too soon or lacks a name. Addresses come and go and do not count.
   */
  private boolean outdated(List<String> names, Instant mustLastTo)
      throws IOException, GeneralSecurityException {
    X509Certificate current = Pem.certificates(certificateFile()).get(0);
    Collection<List<?>> alternatives = current.getSubjectAlternativeNames();
    Set<String> present = new LinkedHashSet<>();
    for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      if (Integer.valueOf(SAN_DNS).equals(alternative.get(0))) {
        present.add(String.valueOf(alternative.get(1)));
      }
    }
    return current.getNotAfter().toInstant().isBefore(mustLastTo) || !present.containsAll(names);
  }

  static List<String> names(String domain, List<String> more) {
    Set<String> names = new LinkedHashSet<>(List.of(domain, "localhost"));
    hostName().ifPresent(names::add);
    more.stream().filter(name -> !isAddress(name)).forEach(names::add);
    return List.copyOf(names);
  }

  /** The host's name as clients would type it, where it is a usable DNS name. */
  static java.util.Optional<String> hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      boolean usable = name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?") && !isAddress(name);
      return usable ? java.util.Optional.of(name) : java.util.Optional.empty();
    } catch (UnknownHostException e) {
      return java.util.Optional.empty();
    }
  }

  static List<String> addresses(List<String> more) throws SocketException {
    Set<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : card.inetAddresses().toList()) {
        if (!address.isLinkLocalAddress()) {
          addresses.add(address.getHostAddress().replaceFirst("%.*", ""));
        }
      }
    }
    more.stream().filter(OwnAuthority::isAddress).forEach(addresses::add);
    return new ArrayList<>(addresses);
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
  }

  private static void write(Path file, String pem, boolean secret) throws IOException {
    PrivateFiles.write(file, pem.getBytes(StandardCharsets.US_ASCII), secret);
  }
}
