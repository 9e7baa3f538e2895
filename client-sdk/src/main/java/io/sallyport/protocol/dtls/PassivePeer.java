package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Our side of a handshake as {@code setup:passive}: the DTLS server. */
final class PassivePeer extends DefaultTlsServer {
  private final Negotiation negotiation;

  PassivePeer(Negotiation negotiation) {
    super(negotiation.crypto());
    this.negotiation = negotiation;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Negotiation.VERSIONS.clone();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return negotiation.suites();
  }

  @Override
  public int[] getSupportedGroups() {
    return Negotiation.GROUPS.clone();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Negotiation.RESEND_MILLIS;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return HandshakeBounds.MAX_PLAIN_MESSAGE;
  }

  /** Without it no keys may be exported (RFC 7627 section 5.4). */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  /** Self-signed: a fingerprint is what certificates are trusted by. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return negotiation.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, Negotiation.signatures(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate chain) throws IOException {
    negotiation.peer(chain);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    negotiation.use(TlsSRTPUtils.getUseSRTPExtension(extensions));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    int[] chosen = {negotiation.profile().code()};
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(chosen, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    negotiation.complete(context);
  }
}
