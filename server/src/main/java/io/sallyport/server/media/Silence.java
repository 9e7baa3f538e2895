package io.sallyport.server.media;

import io.sallyport.server.media.MediaRelay.MediaEvents;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.util.List;

/**
 * Watches one session for silence: no packet relayed from either side, although a stream is not on
 * hold. Looks at packet counts now and then instead of at a clock per packet.
 */
final class Silence {
  // immutable
  private final MediaEvents events;
  private final Counters counters;

  // any thread: volatile snapshots, written by the shard
  private volatile boolean held;
  private volatile List<Figures> figures = List.of();

  // owned by: the media loop
  private long lastTotal = -1;
  private long lastChange;

  Silence(MediaEvents events, Counters counters) {
    this.events = events;
    this.counters = counters;
  }

  /** What is agreed now. */
  void update(boolean allHeld, List<Figures> newFigures) {
    held = allHeld;
    figures = List.copyOf(newFigures);
  }

  /** Whether the silence lasted too long; tells the call then, and is not asked again. */
  boolean lasted(long now, long timeoutNanos) {
    long total = 0;
    for (Figures each : figures) {
      total += each.packets();
    }
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
