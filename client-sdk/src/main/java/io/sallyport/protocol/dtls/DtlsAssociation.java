package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.bouncycastle.tls.DTLSTransport;

/**
 * A DTLS association whose handshake is over. No data goes through it; it lives on so that our last
 * flight is repeated when the peer did not get it (RFC 6347 section 4.2.4), and so that the peer's
 * close_notify is seen. Used by one thread at a time.
 */
public final class DtlsAssociation {
  // owned by: whoever reads it, one at a time
  private final DTLSTransport transport;
  private final BoundedTransport bounded;

  DtlsAssociation(DTLSTransport transport, BoundedTransport bounded) {
    this.transport = transport;
    this.bounded = bounded;
  }

  /**
   * Takes what the pipe holds now, without waiting.
   *
   * @return false once the association is over
   */
  public boolean read() {
    // not kept: there are thousands of associations, and hardly one of them is ever read
    byte[] data = new byte[BoundedTransport.RECEIVE_LIMIT];
    while (!bounded.closed()) {
      try {
        // application data means nothing here (RFC 5764 section 4.1)
        transport.receive(data, 0, data.length, 1);
      } catch (InterruptedIOException e) {
        return !bounded.closed();
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }

  /** Tells the peer that it is over. */
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      // the peer will not hear of it; it has the signalling
      bounded.close();
    }
  }
}
