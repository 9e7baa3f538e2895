package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The pipe as the TLS library sees it, within bounds: in time, in datagrams received and sent, and
 * in what is let through ({@link HandshakeBounds}).
 */
final class BoundedTransport implements DatagramTransport {
  /** Fits every path that carries IPv6, with room for headers and tunnels. */
  static final int SEND_LIMIT = 1200;

  static final int RECEIVE_LIMIT = 2048;

  /** A handshake takes four to ten each way; what repeats itself is cut off. */
  private static final int MAX_RECEIVED = 1000;

  private static final int MAX_SENT = 100;

  /** An unsigned alert may be anybody's: it only makes the handshake less patient. */
  private static final long ALERT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  // immutable
  private final DatagramPipe pipe;
  private final LongSupplier nanoTime;

  // owned by: the thread of the handshake, later whoever reads the association
  private final HandshakeBounds bounds;
  private long deadline;
  private boolean alerted;
  private boolean agreed;
  private boolean closed;
  private int received;
  private int sent;

  BoundedTransport(DatagramPipe pipe, boolean passive, LongSupplier nanoTime, long timeoutNanos) {
    this.bounds = new HandshakeBounds(passive);
    this.pipe = pipe;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + timeoutNanos;
  }

  /** The handshake is over: from here on receiving does not wait. */
  void handshakeOver() {
    agreed = true;
    received = 0;
    sent = 0;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    long waitUntil = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    while (true) {
      int wait = agreed ? 0 : waitMillis(waitUntil);
      int size = take(buffer, offset, length, wait);
      if (size < 0) {
        if (agreed) {
          // the library would ask again until a millisecond has gone by
          throw new InterruptedIOException("nothing more to read");
        }
        return DatagramPipe.NOTHING;
      }
      if (++received > MAX_RECEIVED) {
        closed = true;
        throw new IOException("more datagrams than a handshake has");
      }
      int kept = bounds.filter(buffer, offset, size);
      if (!alerted && bounds.alert() != HandshakeBounds.NO_ALERT && !agreed) {
        alerted = true;
        long patience = nanoTime.getAsLong() + ALERT_PATIENCE_NANOS;
        deadline = patience - deadline < 0 ? patience : deadline;
      }
      if (kept > 0) {
        return kept;
      }
    }
  }

  private int waitMillis(long waitUntil) throws IOException {
    long now = nanoTime.getAsLong();
    if (deadline - now <= 0) {
      throw new IOException("not finished in time");
    }
    long nanos = Math.min(waitUntil - now, deadline - now);
    // rounded up, so that the last part of a millisecond is not spent in a loop
    return nanos <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  private int take(byte[] buffer, int offset, int length, int wait) throws IOException {
    try {
      int size = pipe.receive(buffer, offset, length, wait);
      if (size == DatagramPipe.CLOSED) {
        closed = true;
        throw new IOException("the pipe is closed");
      }
      return size;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    if (!closed && sent < MAX_SENT) {
      sent++;
      pipe.send(bytes, offset, length);
    }
  }

  boolean outOfTime() {
    return deadline - nanoTime.getAsLong() <= 0;
  }

  /** The description of an unsigned alert that came, or {@link HandshakeBounds#NO_ALERT}. */
  int alert() {
    return bounds.alert();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  /** Called when the peer's close_notify has come, and after ours. */
  @Override
  public void close() {
    closed = true;
  }
}
