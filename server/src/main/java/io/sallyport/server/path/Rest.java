package io.sallyport.server.path;

/**
 * The rest that a loop takes between two reads while packets come fast, but few at a time: waking
 * for each of them costs more than relaying it. With so many packets that a read brings a fair
 * number anyway it takes none, and neither with so few that there is nothing to save.
 */
final class Rest {
  /** How much later a packet may be for it; a phone sends one every 20 ms. */
  static final long NANOS = 500_000;

  /** A read that brings as many is worth its system calls. */
  static final int ENOUGH = 24;

  /** Below this rate nothing is gained. */
  static final int PACKETS_PER_SECOND = 4000;

  private static final long WINDOW_NANOS = 100_000_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  // owned by: the loop
  private long windowFrom;
  private int inWindow;
  private boolean fast;

  /** How long to rest after a read of so many packets; 0: not at all. */
  long nanosAfter(int packets, long nanoTime) {
    inWindow += packets;
    long elapsed = nanoTime - windowFrom;
    if (elapsed > WINDOW_NANOS) {
      fast = inWindow * NANOS_PER_SECOND > elapsed * PACKETS_PER_SECOND;
      windowFrom = nanoTime;
      inWindow = 0;
    }
    return fast && packets < ENOUGH ? NANOS : 0;
  }
}
