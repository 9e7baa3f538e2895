package io.sallyport.server.path;

import io.sallyport.protocol.dtls.DatagramPipe;
import io.sallyport.protocol.dtls.DtlsAssociation;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * DTLS with one source: what it sent and nobody has read yet, and the association once there is
 * one. The queue is bounded; what does not fit is lost, and the peer sends it again.
 */
final class DtlsFlow implements DatagramPipe {
  private static final int QUEUE = 16;
  private static final byte[] END = {};

  // immutable
  private final InetSocketAddress peer;
  private final DtlsGate.Reply reply;
  private final long attempt;
  private final boolean active;
  private final boolean budgeted;

  // any thread
  private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile DtlsAssociation association;
  private volatile boolean closed;
  private volatile long lastUsed;

  private DtlsFlow(
      InetSocketAddress peer,
      DtlsGate.Reply reply,
      long attempt,
      boolean active,
      boolean budgeted,
      long nanoTime) {
    this.peer = peer;
    this.reply = reply;
    this.attempt = attempt;
    this.active = active;
    this.budgeted = budgeted;
    this.lastUsed = nanoTime;
  }

  /**
   * @param attempt what tells this hello from others of the same source
   * @param budgeted whether it counts against what its address may do
   */
  static DtlsFlow passive(
      InetSocketAddress peer, DtlsGate.Reply reply, long attempt, boolean budgeted, long nanoTime) {
    return new DtlsFlow(peer, reply, attempt, false, budgeted, nanoTime);
  }

  static DtlsFlow active(InetSocketAddress peer, DtlsGate.Reply reply, long nanoTime) {
    return new DtlsFlow(peer, reply, 0, true, false, nanoTime);
  }

  InetSocketAddress peer() {
    return peer;
  }

  long attempt() {
    return attempt;
  }

  boolean active() {
    return active;
  }

  boolean budgeted() {
    return budgeted;
  }

  /** Copies a datagram in; false where there is no room. */
  boolean offer(byte[] bytes, int offset, int length, long nanoTime) {
    lastUsed = nanoTime;
    return queue.offer(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis)
      throws InterruptedException {
    byte[] datagram = closed ? END : queue.poll(waitMillis, TimeUnit.MILLISECONDS);
    if (datagram == null) {
      return NOTHING;
    }
    if (datagram == END) {
      return CLOSED;
    }
    int size = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, buffer, offset, size);
    return size;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    reply.send(bytes, offset, length, peer);
  }

  /** The handshake is over: from here on the flow is read when something has come. */
  void agreed(DtlsAssociation agreed) {
    association = agreed;
  }

  /** Null while the handshake lasts. */
  DtlsAssociation association() {
    return association;
  }

  /** Whether the caller is now the one that reads; then it must say {@link #read}. */
  boolean mayRead() {
    return association != null && reading.compareAndSet(false, true);
  }

  void read() {
    reading.set(false);
  }

  boolean hasUnread() {
    return !queue.isEmpty();
  }

  /** Ends a handshake that runs, and reading. */
  void close() {
    closed = true;
    queue.clear();
    queue.offer(END);
  }

  boolean closed() {
    return closed;
  }

  boolean idle(long nanoTime, long limitNanos) {
    return association != null && nanoTime - lastUsed > limitNanos;
  }
}
