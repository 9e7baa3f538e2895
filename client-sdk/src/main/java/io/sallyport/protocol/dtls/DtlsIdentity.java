package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who we are in DTLS handshakes: a key pair on P-256 and its self-signed certificate, made at start
 * and never written down. Peers know it by the fingerprint in SDP (RFC 5763), so it needs no name
 * and no issuer.
 */
public final class DtlsIdentity {
  private static final Duration LIFETIME = Duration.ofDays(3650);

  // immutable
  private final PrivateKey key;
  private final byte[] certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(PrivateKey key, byte[] certificate) {
    this.key = key;
    this.certificate = certificate;
    this.fingerprint = Fingerprint.of("sha-256", certificate);
  }

  /** A new one, valid from a day before {@code now}: clocks differ. */
  public static DtlsIdentity create(SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      X500Principal name = new X500Principal("CN=sallyport");
      X509CertificateHolder holder =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(63, random).setBit(62),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(LIFETIME)),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return new DtlsIdentity(pair.getPrivate(), holder.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  /** The sha-256 fingerprint, for {@code a=fingerprint}. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  PrivateKey key() {
    return key;
  }

  byte[] certificate() {
    return certificate;
  }
}
