package io.sallyport.server.archive;

import java.io.IOException;

/**
 * Tells what a crash left half written at the journal's end from damage to what had been durable. A
 * crash can only hurt records of the commit whose fsync had not returned; each record says where
 * its commit began.
 */
final class Tail {
  private Tail() {}

  /**
   * Whether everything from the offset on can be the remains of one commit that never finished.
   *
   * @param sequence the record that should begin at the offset
   * @param head how far the journal says that it has come
   */
  static boolean isTorn(SegmentReader reader, long offset, long sequence, long head)
      throws IOException {
    if (head >= sequence) {
      return false;
    }
    for (Frame whole = reader.resync(offset);
        whole != null;
        whole = reader.resync(reader.offset())) {
      boolean sameCommit = whole.sequence() > sequence && whole.commitStart() <= sequence;
      if (!sameCommit) {
        return false;
      }
    }
    return true;
  }

  /** Whether a segment whose header cannot be read was only being made when the crash came. */
  static boolean isUnbornSegment(SegmentReader reader, long firstSequence, long head)
      throws IOException {
    return head < firstSequence
        && reader.length() <= SegmentHeader.LENGTH
        && reader.resync(0) == null;
  }
}
