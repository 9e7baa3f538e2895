package io.sallyport.server.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A certificate chain and a key in PEM files. */
record PemFiles(Path chain, Path key) implements CertificateSource {

  @Override
  public Credential load() throws IOException, GeneralSecurityException {
    return new Credential(readKey(), readChain());
  }

  @Override
  public String version() {
    return stamp(chain) + " " + stamp(key);
  }

  private List<X509Certificate> readChain() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(chain)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new CertificateException(chain + " holds no certificate");
      }
      return certificates;
    }
  }

  private PrivateKey readKey() throws IOException {
    try (Reader in = Files.newBufferedReader(key);
        PEMParser pem = new PEMParser(in)) {
      for (Object entry = pem.readObject(); entry != null; entry = pem.readObject()) {
        if (entry instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
        if (entry instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        // "EC PARAMETERS" stand before the key in files that openssl ecparam wrote
      }
      throw new IOException(key + " holds no unencrypted private key");
    }
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
