package io.sallyport.server.path;

import java.net.InetSocketAddress;

/** The outgoing datagrams of one media loop: made when first needed, then used again. */
final class OutPackets {
  /** Datagrams that may wait for the kernel; more are dropped, because late is worse than lost. */
  static final int MAX = 4096;

  // immutable
  private final int capacity;
  private final InetSocketAddress anyone = new InetSocketAddress(0);

  // owned by: the media loop
  private final OutPacket[] resting = new OutPacket[MAX];
  private int count;
  private int made;
  private boolean closed;

  OutPackets(int capacity) {
    this.capacity = capacity;
  }

  /** A packet to fill and send, or null where too many are on their way. */
  OutPacket take() {
    if (count > 0) {
      return resting[--count];
    }
    if (made == MAX) {
      return null;
    }
    made++;
    return new OutPacket(this, capacity, anyone);
  }

  void give(OutPacket packet) {
    if (closed) {
      packet.free();
    } else {
      resting[count++] = packet;
    }
  }

  void close() {
    closed = true;
    while (count > 0) {
      resting[--count].free();
    }
  }
}
