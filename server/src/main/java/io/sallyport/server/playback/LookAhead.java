package io.sallyport.server.playback;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of one source that have arrived but are not yet decoded, put in order of their
 * sequence numbers (RFC 3550 section A.1): about a second of them, so that each is placed with
 * knowledge of those after it. Bounded; not thread-safe.
 */
final class LookAhead {
  /** A second of packets of 2.5 ms, and more than that is nobody's speech. */
  static final int MAX_PACKETS = 512;

  private static final int MAX_DROPOUT = 3_000;
  private static final int MAX_MISORDER = 100;

  /** A packet that waits. */
  static final class Entry {
    /** Sequence number without wrapping; jumps are there as {@link #begins}. */
    long sequence;

    boolean begins;
    int payloadType;
    int timestamp;
    long arrivalNanos;
    byte[] payload = new byte[512];
    int length;
  }

  // owned by: the line
  private final List<Entry> waiting = new ArrayList<>();
  private final ArrayDeque<Entry> spare = new ArrayDeque<>();
  private boolean started;
  private long newest;
  private int newestWire;
  private long taken = -1;

  /**
   * Finds the place of a packet.
   *
   * @param wire its sequence number as it was sent
   * @return an entry in its place to be filled in, or null where it is a repetition or too late
   */
  Entry insert(int wire) {
    int delta = (short) (wire - newestWire);
    boolean begins = !started || delta > MAX_DROPOUT || delta < -MAX_MISORDER;
    // numbers that jump begin anew, far enough that none of those before fits between
    long sequence = begins ? newest + 2L * MAX_DROPOUT : newest + delta;
    if (sequence <= taken) {
      return null;
    }
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).sequence >= sequence) {
      place--;
    }
    if (place < waiting.size() && waiting.get(place).sequence == sequence) {
      return null;
    }
    if (sequence > newest) {
      newest = sequence;
      newestWire = wire;
    }
    started = true;
    Entry entry = spare.isEmpty() ? new Entry() : spare.pop();
    entry.sequence = sequence;
    entry.begins = begins;
    waiting.add(place, entry);
    return entry;
  }

  /** Whether one more has no room. */
  boolean full() {
    return waiting.size() >= MAX_PACKETS;
  }

  int size() {
    return waiting.size();
  }

  /** The packet at a place; 0 is the next one. */
  Entry get(int place) {
    return waiting.get(place);
  }

  /** Removes the next packet, which nothing may come before any more. */
  Entry take() {
    Entry entry = waiting.remove(0);
    taken = entry.sequence;
    return entry;
  }

  /** Gives an entry back for another packet. */
  void recycle(Entry entry) {
    spare.push(entry);
  }
}
