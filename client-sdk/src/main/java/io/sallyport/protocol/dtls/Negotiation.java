package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;

/**
 * What client and server of one handshake have in common: what we offer, who we are, and what comes
 * of it (RFC 5764 section 4).
 */
final class Negotiation {
  /** All that the library speaks; a peer with DTLS 1.3 speaks 1.2 too. */
  static final ProtocolVersion[] VERSIONS = ProtocolVersion.DTLSv12.only();

  /** The first wait for an answer, doubled each time (RFC 6347 section 4.2.4.1 says about 1 s). */
  static final int RESEND_MILLIS = 500;

  /** Groups that the JRE computes quickly. */
  static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};

  /**
   * Forward secrecy and authenticated encryption, nothing else. Not ChaCha20, which the library
   * asks the JRE for by a name that it does not have; some phones, linphone among them, prefer it,
   * and the client's order counts.
   */
  private static final int[] SERVER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  /** A passive peer may have an RSA key. */
  private static final int[] CLIENT_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
  };

  // immutable
  private final BoundedCrypto crypto;
  private final DtlsIdentity identity;
  private final boolean client;

  // owned by: the thread of the handshake
  private SrtpProfile profile;
  private byte[] peerCertificate;
  private DtlsKeys keys;

  Negotiation(BoundedCrypto crypto, DtlsIdentity identity, boolean client) {
    this.crypto = crypto;
    this.identity = identity;
    this.client = client;
  }

  BoundedCrypto crypto() {
    return crypto;
  }

  boolean passive() {
    return !client;
  }

  int[] suites() {
    return (client ? CLIENT_SUITES : SERVER_SUITES).clone();
  }

  /**
   * For peers' signatures: their keys are whatever their makers liked. Never SHA-1, and not
   * RSA-PSS, which the library asks the JRE for by a name that it does not have; whoever has an RSA
   * key for DTLS 1.2 has PKCS #1 too.
   */
  static Vector<SignatureAndHashAlgorithm> signatures() {
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    algorithms.add(ecdsaSha256());
    algorithms.add(
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa));
    for (short hash :
        new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
      algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa));
    }
    return algorithms;
  }

  private static SignatureAndHashAlgorithm ecdsaSha256() {
    return SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
  }

  TlsCredentialedSigner credentials(TlsContext context) {
    TlsCertificate certificate;
    try {
      certificate = crypto.createCertificate(identity.certificate());
    } catch (IOException e) {
      throw new IllegalStateException("our own certificate", e);
    }
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        new Certificate(new TlsCertificate[] {certificate}),
        ecdsaSha256());
  }

  /**
   * The peer's use_srtp: what a client offers, or the one that a server chose.
   *
   * @param data null where the peer did not send it
   */
  void use(UseSRTPData data) throws TlsFatalAlert {
    profile = data == null ? null : SrtpProfile.choose(data.getProtectionProfiles()).orElse(null);
    boolean tooMany = client && data != null && data.getProtectionProfiles().length != 1;
    if (profile == null || tooMany) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }
  }

  SrtpProfile profile() {
    return profile;
  }

  /** The peer's chain; that it has the key of the first is checked by the library later. */
  void peer(Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "no certificate");
    }
    peerCertificate = chain.getCertificateAt(0).getEncoded();
  }

  void complete(TlsContext context) throws TlsFatalAlert {
    if (profile == null || peerCertificate == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP or no certificate");
    }
    byte[] exported =
        context.exportKeyingMaterial(SrtpProfile.EXPORTER_LABEL, null, profile.exportLength());
    keys =
        new DtlsKeys(
            profile.key(exported, !client), profile.key(exported, client), peerCertificate);
  }

  /** Null until {@link #complete}. */
  DtlsKeys keys() {
    return keys;
  }
}
