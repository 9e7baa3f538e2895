package io.sallyport.server.playback;

import io.sallyport.server.playback.LookAhead.Entry;

/**
 * Where on the time line a packet of one source belongs. Timestamps say how packets lie to each
 * other, arrival says where all of them lie: the least delay of the packets in the next second is
 * the one that the network did not add to. So both sides meet as they were heard, holds keep their
 * length even where a phone stops its timestamps, and a clock that drifts is followed.
 */
final class Alignment {
  /** How much earlier than it arrived a packet is ever placed; longer stalls are cut. */
  static final long MAX_LATE_NANOS = 2_000_000_000L;

  /** Drift and jitter below this are left alone. */
  private static final long TOLERANCE_NANOS = 20_000_000L;

  /** More than this is no drift. */
  private static final long JUMP_NANOS = 200_000_000L;

  /** No network makes packets come so much sooner than their timestamps say. */
  private static final long AHEAD_NANOS = 1_000_000_000L;

  private static final int FEW_PACKETS = 10;

  // immutable
  private final Formats formats;

  // owned by: the line
  private boolean anchored;
  private int clockRate;
  private int timestamp;
  private long arrivalNanos;
  private long placedNanos;
  private boolean jumped;

  /** What {@link #scan} found: how much later than placed the quickest packet arrived. */
  private long leastDelay;

  Alignment(Formats formats) {
    this.formats = formats;
  }

  /** Places the next packet; nanoseconds since the beginning of the recording. */
  long place(LookAhead waiting) {
    Entry entry = waiting.get(0);
    int rate = formats.format(entry.payloadType).clockRate();
    boolean anew =
        !anchored
            || rate != clockRate
            || entry.begins
            || breaks(timestamp, arrivalNanos, entry, rate);
    jumped = anew && anchored;
    long at = anew ? entry.arrivalNanos : placedNanos + nanos(entry.timestamp - timestamp, rate);
    int seen = scan(waiting, at, rate);
    if (anew || leastDelay < -TOLERANCE_NANOS) {
      at += leastDelay;
    } else if (leastDelay > TOLERANCE_NANOS && (seen >= FEW_PACKETS || leastDelay > JUMP_NANOS)) {
      at += leastDelay;
    }
    jumped |= !anew && Math.abs(leastDelay) > JUMP_NANOS;
    at = Math.max(at, entry.arrivalNanos - MAX_LATE_NANOS);
    anchored = true;
    clockRate = rate;
    timestamp = entry.timestamp;
    arrivalNanos = entry.arrivalNanos;
    placedNanos = at;
    return at;
  }

  /** Whether the packet that was just placed did not follow from the one before it. */
  boolean jumped() {
    return jumped;
  }

  /** Looks at the packets that hang together with the next one; how many there are. */
  private int scan(LookAhead waiting, long at, int rate) {
    Entry first = waiting.get(0);
    Entry previous = first;
    leastDelay = first.arrivalNanos - at;
    int seen = 1;
    for (int i = 1; i < waiting.size(); i++) {
      Entry entry = waiting.get(i);
      Formats.Kind kind = formats.kind(entry.payloadType);
      if (kind == Formats.Kind.EVENT) {
        // all packets of one event have its first timestamp
        continue;
      }
      if (entry.begins
          || kind == Formats.Kind.SOUND && formats.format(entry.payloadType).clockRate() != rate
          || breaks(previous.timestamp, previous.arrivalNanos, entry, rate)
          || entry.arrivalNanos > first.arrivalNanos + Line.LOOK_AHEAD_NANOS) {
        break;
      }
      long placed = at + nanos(entry.timestamp - first.timestamp, rate);
      leastDelay = Math.min(leastDelay, entry.arrivalNanos - placed);
      previous = entry;
      seen++;
    }
    return seen;
  }

  /** Whether timestamps jump: backwards, or further ahead than time has gone on. */
  private static boolean breaks(int timestamp, long arrivalNanos, Entry next, int rate) {
    long step = nanos(next.timestamp - timestamp, rate);
    return step < 0 || step - (next.arrivalNanos - arrivalNanos) > AHEAD_NANOS;
  }

  /** Timestamps wrap, their differences do not. */
  private static long nanos(int ticks, int rate) {
    return ticks * 1_000_000_000L / rate;
  }
}
