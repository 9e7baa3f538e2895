package io.sallyport.server.path;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring of packets between one media loop, which writes, and one reader. It begins small, because
 * a reader that keeps up needs little, and goes on in one of twice the size each time that it is
 * full; where it has its full size the packet is counted, and the next one that fits is preceded by
 * a mark that says how many are missing.
 */
final class TapRing implements MediaTap {
  // immutable
  private final int most;

  // written by: the media loop; any thread may read
  private final AtomicLong lost = new AtomicLong();

  // any thread: a volatile snapshot
  private volatile TapRing beside;

  // owned by: the media loop
  private PacketRing writing;

  // written by: the reader; any thread may read
  private volatile PacketRing reading;

  /** An empty ring of that many bytes, a power of two. */
  TapRing(int capacity) {
    this(capacity, capacity);
  }

  /**
   * An empty ring that grows.
   *
   * @param first bytes in the beginning, a power of two
   * @param most bytes at most, a power of two
   */
  TapRing(int first, int most) {
    this.most = most;
    this.writing = new PacketRing(first);
    this.reading = writing;
  }

  /** Copies a packet in; on the media loop. */
  void write(boolean control, long nanoTime, byte[] from, int offset, int length) {
    TapRing other = beside;
    if (other != null) {
      other.write(control, nanoTime, from, offset, length);
    }
    while (!writing.write(control, nanoTime, from, offset, length)) {
      if (writing.capacity() >= most || PacketRing.entry(length) > most) {
        writing.miss();
        lost.lazySet(lost.getPlain() + 1);
        return;
      }
      PacketRing larger = new PacketRing(2 * writing.capacity());
      writing.end(larger);
      writing = larger;
    }
  }

  /** What is written here goes there too; null: no more. Any thread. */
  void beside(TapRing other) {
    beside = other;
  }

  /** Nothing more will come; on the media loop. */
  void end() {
    writing.end(null);
  }

  @Override
  public int drain(Reader reader, int max) {
    int packets = reading.drain(reader, max, lost);
    while (reading.done() && reading.next() != null) {
      reading = reading.next();
      packets += reading.drain(reader, max - packets, lost);
    }
    return packets;
  }

  @Override
  public long lost() {
    return lost.get();
  }

  @Override
  public boolean ended() {
    PacketRing last = reading;
    return last.done() && last.next() == null && last.told() == lost.get();
  }
}
