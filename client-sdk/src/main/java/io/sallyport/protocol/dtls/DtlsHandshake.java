package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/**
 * Makes SRTP keys by DTLS 1.2 handshakes (RFC 5763, RFC 5764, RFC 6347): certificates on both
 * sides, ECDHE with AEAD only, no resumption, no renegotiation. A method call is a handshake; it
 * blocks its thread for as long as that takes. Several may run at once.
 */
public final class DtlsHandshake {
  // immutable
  private final DtlsIdentity identity;
  private final BoundedCrypto crypto;
  private final LongSupplier nanoTime;
  private final long timeoutNanos;

  /**
   * @param timeout for a whole handshake, retransmissions included
   * @param nanoTime a monotonic clock
   */
  public DtlsHandshake(
      DtlsIdentity identity, SecureRandom random, Duration timeout, LongSupplier nanoTime) {
    this.identity = identity;
    this.crypto = new BoundedCrypto(random);
    this.nanoTime = nanoTime;
    this.timeoutNanos = timeout.toNanos();
  }

  /** How a handshake ended. */
  public sealed interface Outcome permits Agreed, Failed {}

  /** The keys, and the association for what the peer still sends. */
  public record Agreed(DtlsKeys keys, DtlsAssociation association) implements Outcome {}

  /**
   * @param detail for the record; nothing that the peer wrote
   */
  public record Failed(Reason reason, String detail) implements Outcome {}

  /** Whose fault it was. */
  public enum Reason {
    /** The peer did not finish in time. */
    TIMEOUT,
    /** The peer gave up. */
    REFUSED_BY_PEER,
    /** We could not agree with what the peer sent. */
    REFUSED_BY_US,
    /** The pipe was closed under it. */
    CLOSED
  }

  /**
   * As {@code setup:passive}, from the ClientHello on, which the pipe still holds. Only for a
   * source that has been proven by other means: the hello is answered without a cookie.
   */
  public Outcome accept(DatagramPipe pipe) throws InterruptedException {
    return accept(pipe, (DTLSRequest) null);
  }

  /** As {@code setup:passive}, after the hello has come back with its cookie. */
  public Outcome accept(DatagramPipe pipe, VerifiedHello hello) throws InterruptedException {
    return accept(pipe, hello.request());
  }

  private Outcome accept(DatagramPipe pipe, DTLSRequest request) throws InterruptedException {
    Negotiation negotiation = new Negotiation(crypto, identity, false);
    PassivePeer peer = new PassivePeer(negotiation);
    return run(
        pipe, negotiation, transport -> new DTLSServerProtocol().accept(peer, transport, request));
  }

  /** As {@code setup:active}. */
  public Outcome connect(DatagramPipe pipe) throws InterruptedException {
    Negotiation negotiation = new Negotiation(crypto, identity, true);
    ActivePeer peer = new ActivePeer(negotiation);
    return run(pipe, negotiation, transport -> new DTLSClientProtocol().connect(peer, transport));
  }

  private interface Role {
    DTLSTransport shake(BoundedTransport transport) throws IOException;
  }

  private Outcome run(DatagramPipe pipe, Negotiation negotiation, Role role)
      throws InterruptedException {
    BoundedTransport transport =
        new BoundedTransport(pipe, negotiation.passive(), nanoTime, timeoutNanos);
    try {
      DTLSTransport agreed = role.shake(transport);
      transport.handshakeOver();
      return new Agreed(negotiation.keys(), new DtlsAssociation(agreed, transport));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return failure(e, transport);
    }
  }

  private static Failed failure(IOException e, BoundedTransport transport) {
    if (transport.outOfTime()) {
      int alert = transport.alert();
      return alert == HandshakeBounds.NO_ALERT
          ? new Failed(Reason.TIMEOUT, "not finished in time")
          : new Failed(Reason.REFUSED_BY_PEER, AlertDescription.getText((short) alert));
    }
    if (e instanceof TlsFatalAlertReceived alert) {
      return new Failed(
          Reason.REFUSED_BY_PEER, AlertDescription.getText(alert.getAlertDescription()));
    }
    if (e instanceof TlsFatalAlert alert) {
      return new Failed(
          Reason.REFUSED_BY_US, AlertDescription.getText(alert.getAlertDescription()));
    }
    return new Failed(Reason.CLOSED, "the pipe is closed");
  }
}
