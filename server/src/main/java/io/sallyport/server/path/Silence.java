package io.sallyport.server.path;

import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.util.function.LongSupplier;

/**
 * Watches one call for silence: no packet relayed from either side, although a stream is not on
 * hold. Looks at packet counts now and then instead of at a clock per packet.
 */
final class Silence {
  // immutable
  private final PathEvents events;
  private final Counters counters;
  private final LongSupplier packets;

  // any thread: a volatile snapshot, written by the shard
  private volatile boolean held;

  // owned by: the loop that sweeps
  private long lastTotal = -1;
  private long lastChange;

  Silence(PathEvents events, Counters counters, LongSupplier packets) {
    this.events = events;
    this.counters = counters;
    this.packets = packets;
  }

  void expected(boolean allHeld) {
    held = allHeld;
  }

  /** Whether the silence lasted too long; tells the call then, and is not asked again. */
  boolean lasted(long now, long timeoutNanos) {
    long total = packets.getAsLong();
    if (held || total != lastTotal) {
      lastTotal = total;
      lastChange = now;
      return false;
    }
    if (now - lastChange < timeoutNanos) {
      return false;
    }
    counters.add(Counter.MEDIA_INACTIVE);
    events.inactive();
    return true;
  }
}
