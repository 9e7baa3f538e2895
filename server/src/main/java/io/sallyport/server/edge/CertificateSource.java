package io.sallyport.server.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where the server's TLS key and certificate chain come from. Called on threads that may block. */
public interface CertificateSource {

  /** A private key and its certificate, first in the chain. */
  record Credential(PrivateKey key, List<X509Certificate> chain) {
    public Credential {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("no certificate");
      }
    }

    @Override
    public String toString() {
      return "[key of " + chain.get(0).getSubjectX500Principal() + "]";
    }
  }

  /** Reads the credential as it is now; the exception's message is for the admin. */
  Credential load() throws IOException, GeneralSecurityException;

  /** Changes when {@link #load} would give something else; asked every few seconds. */
  String version();

  /**
   * PEM files: the chain with the server's own certificate first, and an unencrypted key (PKCS#8,
   * PKCS#1 or SEC1).
   */
  static CertificateSource pem(Path chain, Path key) {
    return new PemFiles(chain, key);
  }
}
