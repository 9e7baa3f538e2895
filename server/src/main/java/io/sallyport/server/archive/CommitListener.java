package io.sallyport.server.archive;

import java.util.List;

/** Hears of every commit on the archive thread, before those who wait for its records do. */
interface CommitListener {
  void committed(List<Committed> records);

  /**
   * The leaf hashes of the same records.
   *
   * @param first sequence of the first of them
   * @param hashes 32 bytes each
   */
  default void hashed(long first, byte[] hashes) {}

  /** Nothing was committed for a while. */
  void idle();
}
