package io.sallyport.server.archive;

import java.util.Arrays;

/** The rule that holds the records together: no gap in the sequence, each names the one before. */
final class Chain {
  // owned by: the thread that reads the journal
  private final Hashes hashes = new Hashes();
  private byte[] log;
  private long last;
  private byte[] hash = Hashes.nothing();
  private byte[] expected = Hashes.nothing();

  /** Begins at a segment in the middle and believes what its header says of the one before. */
  void beginAt(SegmentHeader header) {
    log = header.log();
    last = header.firstSequence() - 1;
    hash = header.previous();
    expected = hashes.segment(header.encode());
  }

  /** Goes on in the segment of that name. */
  void segment(SegmentHeader header, long named) throws Damage {
    if (log != null && !header.sameLog(log)) {
      throw new Damage("the segment belongs to another log");
    }
    if (header.firstSequence() != named) {
      throw new Damage(
          "the segment begins with record " + header.firstSequence() + ", its name says " + named);
    }
    if (named != last + 1) {
      throw new Damage(
          "record " + (last + 1) + " should follow here, the segment begins with " + named);
    }
    if (!Arrays.equals(header.previous(), hash)) {
      throw new Damage("the segment does not follow the record before it");
    }
    beginAt(header);
  }

  void record(Frame frame) throws Damage {
    if (frame.sequence() != last + 1) {
      throw new Damage("record " + (last + 1) + " should be here, but it is " + frame.sequence());
    }
    if (!Arrays.equals(frame.previous(), expected)) {
      throw new Damage("the record does not follow the one before it");
    }
    hash = frame.verifiedHash(hashes);
    expected = hash;
    last = frame.sequence();
  }

  byte[] log() {
    return log;
  }

  /** Sequence of the last record that held. */
  long last() {
    return last;
  }

  /** Hash of the last record that held. */
  byte[] hash() {
    return hash;
  }
}
