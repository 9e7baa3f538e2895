package io.sallyport.server.seal;

import java.io.IOException;

/** Reads leaf hashes back from the journal: after a crash, or where the seal has fallen behind. */
public interface Leaves {

  /** Takes the hashes in order. */
  interface Sink {
    /** Returns whether it wants more. */
    boolean leaf(long sequence, byte[] hash) throws IOException;
  }

  /**
   * Gives each record's hash from one sequence up to another; what is damaged is left out.
   *
   * @param after the sequence before the first one that is wanted
   * @param upTo the last one, which is durable
   */
  void read(long after, long upTo, Sink sink) throws IOException;
}
