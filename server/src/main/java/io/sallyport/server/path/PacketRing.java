package io.sallyport.server.path;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded ring of packets between one media loop, which writes, and one reader: no lock, no
 * allocation. Where it is full the writer is told; losses that it reports are marked before the
 * next packet that fits.
 *
 * <p>An entry is a head of 16 bytes (length, kind, time or count) and the packet, at a multiple of
 * eight; one that would cross the end of the array starts again at its beginning.
 */
final class PacketRing {
  private static final int HEAD = 16;
  private static final int MEDIA = 0;
  private static final int CONTROL = 1;
  private static final int GAP = 2;
  private static final int WRAP = 3;

  // immutable
  private final int capacity;
  private final byte[] bytes;
  private final ByteBuffer view;

  // written by: the media loop; any thread may read
  private final AtomicLong written = new AtomicLong();
  private volatile PacketRing next;
  private volatile boolean ended;

  // written by: the reader; any thread may read
  private final AtomicLong read = new AtomicLong();

  // owned by: the media loop
  private long missing;

  // owned by: the reader
  private long told;

  /**
   * An empty ring.
   *
   * @param capacity bytes for packets and heads, a power of two
   */
  PacketRing(int capacity) {
    if (capacity < 64 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity is no power of two: " + capacity);
    }
    this.capacity = capacity;
    this.bytes = new byte[capacity];
    this.view = ByteBuffer.wrap(bytes);
  }

  int capacity() {
    return capacity;
  }

  /** Copies a packet in; false where there is no room. On the media loop. */
  boolean write(boolean control, long nanoTime, byte[] from, int offset, int length) {
    long at = written.getPlain();
    long end = at;
    if (missing > 0) {
      end = place(end, HEAD) + HEAD;
    }
    long packetAt = place(end, entry(length));
    end = packetAt + entry(length);
    if (end - read.get() > capacity || entry(length) > capacity) {
      return false;
    }
    if (missing > 0) {
      at = start(at, HEAD, GAP, 0, missing) + HEAD;
      missing = 0;
    }
    at = start(at, entry(length), control ? CONTROL : MEDIA, length, nanoTime);
    System.arraycopy(from, offset, bytes, index(at) + HEAD, length);
    written.lazySet(at + entry(length));
    return true;
  }

  /** A packet is missing at this place; on the media loop. */
  void miss() {
    missing++;
  }

  /** What comes from now on is in another ring; null: nothing comes. On the media loop. */
  void end(PacketRing goesOnIn) {
    next = goesOnIn;
    ended = true;
  }

  /** Where an entry of that size would go: here, or behind the end of the array. */
  private long place(long at, int size) {
    int room = capacity - index(at);
    return size <= room ? at : at + room;
  }

  /** Writes an entry's head, after a mark that skips the rest of the array where it must. */
  private long start(long at, int size, int kind, int length, long value) {
    long place = place(at, size);
    if (place != at) {
      view.putInt(index(at), capacity - index(at)).putInt(index(at) + 4, WRAP);
    }
    int head = index(place);
    view.putInt(head, length).putInt(head + 4, kind).putLong(head + 8, value);
    return place;
  }

  /** Hands over what is there; {@code lost} is what the writer has lost so far. */
  int drain(MediaTap.Reader reader, int max, AtomicLong lost) {
    // before the counter: what is written before the end is seen with it
    boolean last = ended;
    long end = written.get();
    long at = read.getPlain();
    int packets = 0;
    while (at < end && packets < max) {
      int head = index(at);
      int length = view.getInt(head);
      int kind = view.getInt(head + 4);
      if (kind == WRAP) {
        at += length;
        continue;
      }
      long value = view.getLong(head + 8);
      if (kind == GAP) {
        told += value;
        reader.gap(value);
      } else {
        reader.packet(kind == CONTROL, value, bytes, head + HEAD, length);
        packets++;
      }
      at += entry(length);
      read.lazySet(at);
    }
    read.lazySet(at);
    if (last && next == null && at == end && told < lost.get()) {
      // what was lost at the very end has no packet behind it
      reader.gap(lost.get() - told);
      told = lost.get();
    }
    return packets;
  }

  /** Whether all that was ever written here has been read, and nothing more will be. */
  boolean done() {
    return ended && written.get() == read.get();
  }

  /** Where it goes on; null: nowhere. */
  PacketRing next() {
    return next;
  }

  /** Packets that the reader was told are missing. */
  long told() {
    return told;
  }

  private int index(long at) {
    return (int) (at & capacity - 1);
  }

  /** Bytes that a packet of that length takes. */
  static int entry(int length) {
    return HEAD + length + 7 & ~7;
  }
}
