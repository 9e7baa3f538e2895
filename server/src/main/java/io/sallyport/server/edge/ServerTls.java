package io.sallyport.server.edge;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The server's side of TLS: versions 1.2 and 1.3 with forward secrecy and authenticated encryption
 * only (RFC 9325), and the credential, which can be exchanged while connections run.
 */
final class ServerTls {
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** A credential made ready for handshakes. */
  record Current(String version, SslContext context, X509Certificate certificate, OwnNames names) {}

  // immutable
  private final CertificateSource source;

  // any thread: volatile snapshot, swapped whole; a handshake that has begun keeps the one it began
  // with
  private volatile Current current;

  ServerTls(CertificateSource source) {
    this.source = source;
  }

  Current current() {
    return current;
  }

  /**
   * Reads the credential whether or not it seems to have changed. A failure leaves the old one in
   * use.
   */
  void load() throws IOException, GeneralSecurityException {
    // the version is taken first: a change in between is then seen at the next look
    String version = source.version();
    CertificateSource.Credential credential = source.load();
    X509Certificate certificate = credential.chain().get(0);
    requirePair(credential.key(), certificate.getPublicKey());
    current = new Current(version, context(credential), certificate, OwnNames.of(certificate));
  }

  /** Whether the source holds something else than what is in use. */
  boolean stale() {
    return !source.version().equals(current.version());
  }

  /**
   * From the runtime's own TLS: Netty's builder would first try out private keys in PEM, for which
   * it loads a whole provider.
   */
  private static SslContext context(CertificateSource.Credential credential)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate[] chain = credential.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("server", credential.key(), new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    // no client shows a certificate, so that nobody is trusted
    tls.init(keys.getKeyManagers(), new TrustManager[0], null);
    return new JdkSslContext(
        tls,
        false,
        SUITES,
        SupportedCipherSuiteFilter.INSTANCE,
        // SIP names no protocol, and a peer that offers only others goes on without
        new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_1_1),
        ClientAuth.NONE,
        PROTOCOLS.toArray(String[]::new),
        false);
  }

  /**
   * Two files are seldom replaced in the same instant; a key that is not the certificate's would
   * fail every handshake.
   */
  private static void requirePair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSASSA-PSS" ->
              throw new CertificateException("RSASSA-PSS keys are not supported; use EC or RSA");
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certified);
    verifier.update(probe);
    if (!verifier.verify(signer.sign())) {
      throw new CertificateException("the private key does not belong to the certificate");
    }
  }
}
