package io.sallyport.server.path;

import java.net.InetSocketAddress;

/** How many packets of unknown sources one loop looks at, so that a flood of them stays cheap. */
final class Budget {
  /** Packets a second of one unknown source. */
  static final int PER_SOURCE = 50;

  /** Tries a second under keys that nothing but their waiting speaks for. */
  static final int ANYWHERE = 4_000;

  private static final int BUCKETS = 4_096;
  private static final long SECOND = 1_000_000_000L;

  // immutable: so that nobody can aim at another source's bucket
  private final int salt;

  // owned by: the media loop
  private final int[] counts = new int[BUCKETS];
  private long second = Long.MIN_VALUE;
  private int anywhere;

  Budget(int salt) {
    this.salt = salt;
  }

  /** Whether this packet of that source may be looked at. */
  boolean allows(long now, InetSocketAddress source) {
    turn(now);
    int hash = (source.hashCode() ^ salt) * 0x9E3779B1;
    int bucket = hash >>> 20;
    return counts[bucket]++ < PER_SOURCE;
  }

  /** How many of the wished tries there may be. */
  int triesAnywhere(long now, int wished) {
    turn(now);
    int granted = Math.min(wished, ANYWHERE - anywhere);
    anywhere += Math.max(0, granted);
    return Math.max(0, granted);
  }

  private void turn(long now) {
    if (second == Long.MIN_VALUE || now - second >= SECOND) {
      second = now;
      anywhere = 0;
      java.util.Arrays.fill(counts, 0);
    }
  }
}
