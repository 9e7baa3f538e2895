package io.sallyport.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which server certificates a phone believes: the platform's, those below one CA file, or one
 * fingerprint.
 */
final class Trust {
  // immutable; null means the platform's trust store
  private final TrustManager manager;

  // any thread: guarded by this
  private SslContext context;

  private Trust(TrustManager manager) {
    this.manager = manager;
  }

  static Trust platform() {
    return new Trust(null);
  }

  /** Certificates issued below any CA of the PEM file. The server's name is checked too. */
  static Trust authority(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = emptyStore();
      int number = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, ca);
      }
      if (number == 0) {
        throw new IOException(pem + " holds no certificate");
      }
      return new Trust(managerOf(store));
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " is not a PEM file of certificates", e);
    }
  }

  /**
   * The certificate with this SHA-256 fingerprint, or those issued below it where it is in the
   * server's chain. Hex digits, colons and spaces as one likes. A server certificate that is pinned
   * itself needs no matching name.
   */
  static Trust fingerprint(String sha256) {
    String hex = sha256.replaceAll("[: ]", "").toLowerCase(Locale.ROOT);
    if (hex.startsWith("sha256") || hex.startsWith("sha-256")) {
      hex = hex.replaceFirst("sha-?256", "");
    }
    byte[] wanted = HexFormat.of().parseHex(hex);
    if (wanted.length != 32) {
      throw new IllegalArgumentException(
          "a SHA-256 fingerprint has 32 bytes, not " + wanted.length);
    }
    return new Trust(new Pinned(wanted));
  }

  /**
   * The same for every connection, so that sessions resume and many phones share what is costly.
   */
  synchronized SslContext context() throws IOException {
    if (context != null) {
      return context;
    }
    SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
    if (manager != null) {
      builder.trustManager(manager);
    }
    context = builder.build();
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static X509ExtendedTrustManager managerOf(KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  /**
   * Believes one fingerprint; a CA's stands for what it has issued, with path and name checked by
   * the platform's rules.
   */
  private static final class Pinned extends X509ExtendedTrustManager {
    private final byte[] wanted;

    Pinned(byte[] wanted) {
      this.wanted = wanted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      for (int i = 0; i < chain.length; i++) {
        if (!matches(chain[i])) {
          continue;
        }
        if (i == 0) {
          chain[0].checkValidity();
          return;
        }
        below(chain[i]).checkServerTrusted(chain, authType, engine);
        return;
      }
      throw new CertificateException("no certificate of the server has the expected fingerprint");
    }

    private boolean matches(X509Certificate certificate) throws CertificateException {
      try {
        return MessageDigest.isEqual(
            wanted, MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new CertificateException("cannot take the fingerprint", e);
      }
    }

    private static X509ExtendedTrustManager below(X509Certificate ca) throws CertificateException {
      try {
        KeyStore store = emptyStore();
        store.setCertificateEntry("ca", ca);
        return managerOf(store);
      } catch (GeneralSecurityException | IOException e) {
        throw new CertificateException("cannot use the pinned CA", e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      checkServerTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("a phone accepts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("a phone accepts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("a phone accepts no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
