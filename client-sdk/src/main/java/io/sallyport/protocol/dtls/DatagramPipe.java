package io.sallyport.protocol.dtls;

/** Where a handshake's datagrams come from and go to: one peer, unreliable, in no order. */
public interface DatagramPipe {
  /** What {@link #receive} returns when nothing came in time. */
  int NOTHING = -1;

  /** What {@link #receive} returns when nothing will come any more. */
  int CLOSED = -2;

  /**
   * Waits for the next datagram.
   *
   * @param waitMillis 0 does not wait
   * @return its length, {@link #NOTHING} or {@link #CLOSED}; what does not fit is cut off
   */
  int receive(byte[] buffer, int offset, int length, int waitMillis) throws InterruptedException;

  /** Sends a datagram; the bytes are not kept. Never blocks, may lose. */
  void send(byte[] bytes, int offset, int length);
}
