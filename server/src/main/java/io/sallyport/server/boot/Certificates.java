package io.sallyport.server.boot;

import io.sallyport.server.base.Component;
import io.sallyport.server.edge.CertificateSource;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that clients see: the admin's files, or one of the own authority that is renewed
 * in time.
 */
final class Certificates implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final long RENEWAL_CHECK_HOURS = 12;

  // immutable
  private final Settings settings;
  private final OwnAuthority authority;
  // owned by: the thread that starts and closes
  private ScheduledExecutorService renewal;

  Certificates(Settings settings, DataDirectory data, InstantSource clock) {
    this.settings = settings;
    this.authority = new OwnAuthority(data.tls().toAbsolutePath().normalize(), clock);
  }

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public void start() throws IOException, GeneralSecurityException {
    loadTls();
    if (!settings.tls().own()) {
      return;
    }
    authority.ensure(settings.domain(), settings.tls());
    renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "certificate-renewal");
              thread.setDaemon(true);
              return thread;
            });
    renewal.scheduleWithFixedDelay(
        this::renew, RENEWAL_CHECK_HOURS, RENEWAL_CHECK_HOURS, TimeUnit.HOURS);
  }

  @Override
  public void close() {
    if (renewal != null) {
      renewal.shutdownNow();
    }
  }

  /** For the edge, which takes a changed file into use by itself. */
  CertificateSource source() {
    return CertificateSource.pem(certificateFile(), keyFile());
  }

  /** Names and addresses by which phones may know this server, as they stand in SIP URIs. */
  static List<String> hosts(Settings settings) throws SocketException {
    List<String> hosts =
        new ArrayList<>(OwnAuthority.names(settings.domain(), settings.tls().names()));
    for (String address : OwnAuthority.addresses(settings.tls().names())) {
      hosts.add(address.indexOf(':') < 0 ? address : "[" + address + "]");
    }
    return hosts;
  }

  /** Where the chain is read from. */
  Path certificateFile() {
    TlsSettings tls = settings.tls();
    return tls.own() ? authority.certificateFile() : Path.of(tls.certificate());
  }

  /** Where its key is read from. */
  Path keyFile() {
    TlsSettings tls = settings.tls();
    return tls.own() ? authority.keyFile() : Path.of(tls.key());
  }

  /** Issues a new certificate by the own authority, however long the old one is valid yet. */
  void reissue() throws IOException, GeneralSecurityException {
    authority.issue(settings.domain(), settings.tls());
  }

  /** What clients must trust; empty where the admin brought a certificate. */
  Optional<Path> authorityFile() {
    return settings.tls().own() ? Optional.of(authority.authorityFile()) : Optional.empty();
  }

  /** The authority's certificate; empty where the admin brought a certificate. */
  Optional<X509Certificate> authorityCertificate() {
    return authorityFile()
        .map(
            file -> {
              try {
                return Pem.certificates(file).get(0);
              } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(
                    "the own authority's certificate cannot be read", e);
              }
            });
  }

  /** Netty's TLS tries itself out when it is loaded, which takes long: here, beside the others. */
  private static void loadTls() {
    try {
      Class.forName("io.netty.handler.ssl.JdkSslContext");
    } catch (ClassNotFoundException e) {
      LOG.debug("Netty's TLS is not where it was; it is loaded later", e);
    }
  }

  private void renew() {
    try {
      authority.ensure(settings.domain(), settings.tls());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.error("the server's certificate cannot be renewed", e);
    }
  }
}
