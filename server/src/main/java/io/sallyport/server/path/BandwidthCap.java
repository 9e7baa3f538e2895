package io.sallyport.server.path;

/**
 * A token bucket over the bytes of one direction of a stream: what comes faster than agreed is not
 * relayed. A second's worth may come at once, for a picture is sent in a burst.
 */
final class BandwidthCap {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Room for a burst of full packets where the rate is that of a slow codec. */
  private static final long MIN_BURST_BYTES = 16_000;

  private static final long MAX_RATE = 10_000_000_000L;

  // owned by: the media loop that receives the direction
  private long bytesPerSecond;
  private long burst;
  // in bytes times nanoseconds per second, so that nothing is lost by rounding
  private long credit;
  private long lastNanos;
  private boolean started;

  /**
   * A cap.
   *
   * @param bitsPerSecond 0 for none
   */
  BandwidthCap(long bitsPerSecond) {
    limit(bitsPerSecond);
  }

  /** Another rate from now on; what was saved up stays as far as it fits. */
  void limit(long bitsPerSecond) {
    bytesPerSecond = Math.min(MAX_RATE, Math.max(0, bitsPerSecond)) / 8;
    burst = Math.max(MIN_BURST_BYTES, bytesPerSecond) * NANOS_PER_SECOND;
    credit = started ? Math.min(credit, burst) : burst;
  }

  /** Whether a packet of so many bytes may pass now; if so it is counted. */
  boolean admits(int bytes, long nanoTime) {
    if (bytesPerSecond == 0) {
      return true;
    }
    if (started) {
      // longer than a second fills the bucket in any case
      long elapsed = Math.max(0, Math.min(nanoTime - lastNanos, burst / bytesPerSecond));
      credit = Math.min(burst, credit + elapsed * bytesPerSecond);
    }
    started = true;
    lastNanos = nanoTime;
    long cost = bytes * NANOS_PER_SECOND;
    if (cost > credit) {
      return false;
    }
    credit -= cost;
    return true;
  }
}
