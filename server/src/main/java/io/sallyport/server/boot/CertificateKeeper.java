package io.sallyport.server.boot;

import io.sallyport.server.api.admin.CertificatesResource.CertificateView;
import io.sallyport.server.api.admin.CertificatesResource.CertificatesView;
import io.sallyport.server.api.admin.CertificatesResource.Keeper;
import io.sallyport.server.edge.Edge;
import io.sallyport.server.selftest.CertificateCheck;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/** The server's certificate for the console: what is in use, reading it anew, renewing it. */
final class CertificateKeeper implements Keeper {
  // immutable
  private final Settings settings;
  private final Certificates certificates;
  private final Edge edge;

  CertificateKeeper(Settings settings, Certificates certificates, Edge edge) {
    this.settings = settings;
    this.certificates = certificates;
    this.edge = edge;
  }

  @Override
  public CertificatesView view() throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = certificates.source().load().chain();
    List<CertificateView> views = chain.stream().map(CertificateKeeper::view).toList();
    X509Certificate leaf = chain.get(0);
    TlsSettings tls = settings.tls();
    return new CertificatesView(
        tls.own(),
        certificates.certificateFile().toAbsolutePath().toString(),
        certificates.keyFile().toAbsolutePath().toString(),
        certificates.authorityFile().map(f -> f.toAbsolutePath().toString()).orElse(""),
        views,
        !leaf.equals(edge.certificate()),
        tls.own() ? leaf.getNotAfter().toInstant().minus(tls.renewBefore()).toString() : "",
        tls.publicName(),
        OwnAuthority.names(settings.domain(), tls.names()));
  }

  @Override
  public void reload() throws IOException, GeneralSecurityException {
    edge.reloadCertificate();
  }

  @Override
  public boolean renew() throws IOException, GeneralSecurityException {
    if (!settings.tls().own()) {
      return false;
    }
    certificates.reissue();
    edge.reloadCertificate();
    return true;
  }

  @Override
  public Optional<String> authority() {
    return certificates.authorityCertificate().map(Pem::certificate);
  }

  private static CertificateView view(X509Certificate certificate) {
    return new CertificateView(
        SettingsReader.printable(certificate.getSubjectX500Principal().getName()),
        SettingsReader.printable(certificate.getIssuerX500Principal().getName()),
        names(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        Pem.fingerprint(certificate),
        certificate.getSerialNumber().toString(16),
        key(certificate.getPublicKey()),
        certificate.getSigAlgName());
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      return CertificateCheck.alternatives(certificate).stream()
          .map(SettingsReader::printable)
          .toList();
    } catch (java.security.cert.CertificateParsingException e) {
      return List.of();
    }
  }

  private static String key(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return "EC " + ec.getParams().getCurve().getField().getFieldSize();
    }
    return key instanceof RSAPublicKey rsa
        ? "RSA " + rsa.getModulus().bitLength()
        : key.getAlgorithm();
  }
}
