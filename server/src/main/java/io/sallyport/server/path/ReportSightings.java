package io.sallyport.server.path;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the last sender reports of one side passed here on their way to the other, by the middle of
 * their NTP time stamps. The other side's reports repeat that stamp and how long it waited, which
 * gives the round trip between here and it (RFC 3550 section 6.4.1, from the middle of the path).
 *
 * <p>One loop writes, another may read: a slot is empty while it changes.
 */
final class ReportSightings {
  /** Some send a report every 100 ms; answers take seconds. */
  private static final int SLOTS = 16;

  private static final long EMPTY = -1;
  private static final long UNBELIEVABLE_NANOS = 60_000_000_000L;

  // written by: the loop that receives the sender's packets; any thread may read
  private final AtomicLongArray stamps = new AtomicLongArray(SLOTS);
  private final AtomicLongArray times = new AtomicLongArray(SLOTS);

  // owned by: the writer
  private int next;

  ReportSightings() {
    for (int i = 0; i < SLOTS; i++) {
      stamps.setPlain(i, EMPTY);
    }
  }

  void passed(int ntpMiddle, long nanoTime) {
    int slot = next++ & SLOTS - 1;
    stamps.set(slot, EMPTY);
    times.set(slot, nanoTime);
    stamps.set(slot, ntpMiddle & 0xffffffffL);
  }

  /**
   * Nanoseconds from here to the reporter and back, or -1 where its report answers none that was
   * seen.
   *
   * @param lastSenderReport LSR of its report block
   * @param delay DLSR, 1/65536 s
   */
  long roundTrip(int lastSenderReport, int delay, long nanoTime) {
    if (lastSenderReport == 0) {
      return -1;
    }
    long stamp = lastSenderReport & 0xffffffffL;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (stamps.get(slot) == stamp) {
        long then = times.get(slot);
        if (stamps.get(slot) != stamp) {
          return -1;
        }
        long waited = (delay & 0xffffffffL) * 1_000_000_000L >> 16;
        long trip = nanoTime - then - waited;
        // a phone's clock may run a little fast over its delay
        return trip > UNBELIEVABLE_NANOS ? -1 : Math.max(0, trip);
      }
    }
    return -1;
  }
}
