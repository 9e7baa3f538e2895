package io.sallyport.server.media;

import io.sallyport.server.path.Transport;
import java.security.SecureRandom;

/** One m= line at one side: keys, transports of its own, and what was agreed there. */
final class Seat {
  // owned by: shard
  private LocalKeys keys;
  Transport onePort;
  Transport pair;
  private Deal deal;

  /** Our SDES keys, the same while the line is in use. */
  LocalKeys keys(SecureRandom random) {
    if (keys == null) {
      keys = new LocalKeys(random);
    }
    return keys;
  }

  /** What is agreed now; null where the line is off. */
  Deal deal() {
    return deal;
  }

  void agree(Deal agreed) {
    deal = agreed;
  }

  /**
   * Nothing is agreed and nothing pending. A key that was in use never comes back: its packets
   * would be numbered from the start again.
   */
  void rest() {
    keys = null;
  }
}
