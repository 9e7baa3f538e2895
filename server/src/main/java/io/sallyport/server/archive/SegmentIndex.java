package io.sallyport.server.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the records of some segments begin: for who knows a record by its sequence, and its place
 * only from before a purge moved it. A segment's index is made when it is first asked for and kept
 * for the next reader; it is a hint, and whoever reads there looks whether it is right.
 */
final class SegmentIndex {
  /** A segment of 64 MB has some 200,000 records: 2 MB for each of these. */
  private static final int SEGMENTS = 8;

  private static final long[] NOTHING = {};

  // any thread: under its own lock
  private final Map<Long, long[]> segments = new LinkedHashMap<>(SEGMENTS, 0.75f, true);
  private long made;

  /**
   * Where a record begins, or -1 where its segment does not have it.
   *
   * @param reader of the segment; left at any place
   * @param anew whether what is known of the segment has turned out to be old
   */
  synchronized long offset(long segment, long sequence, SegmentReader reader, boolean anew)
      throws IOException {
    long[] offsets = anew ? NOTHING : segments.getOrDefault(segment, NOTHING);
    long at = sequence - segment;
    if (at < 0) {
      return -1;
    }
    if (at >= offsets.length) {
      offsets = walk(segment, reader);
      segments.put(segment, offsets);
      if (segments.size() > SEGMENTS) {
        segments.remove(segments.keySet().iterator().next());
      }
      made++;
    }
    return at < offsets.length ? offsets[(int) at] : -1;
  }

  /** How often a segment was walked through. */
  synchronized long made() {
    return made;
  }

  /** Sequences have no gap in a segment, so that the place in an array is key enough. */
  private static long[] walk(long segment, SegmentReader reader) throws IOException {
    long[] offsets = new long[1_024];
    Arrays.fill(offsets, -1);
    int count = 0;
    reader.seek(SegmentHeader.LENGTH);
    for (Frame frame = next(reader); frame != null; frame = next(reader)) {
      long at = frame.sequence() - segment;
      if (at < 0 || at > count + (1 << 20)) {
        continue;
      }
      if (at >= offsets.length) {
        int before = offsets.length;
        offsets = Arrays.copyOf(offsets, (int) Math.max(at + 1, 2L * before));
        Arrays.fill(offsets, before, offsets.length, -1);
      }
      offsets[(int) at] = reader.offset() - frame.length();
      count = (int) Math.max(count, at + 1);
    }
    return Arrays.copyOf(offsets, count);
  }

  /** The next record that is whole; what is damaged is stepped over. */
  private static Frame next(SegmentReader reader) throws IOException {
    try {
      return reader.next();
    } catch (Damage e) {
      return reader.resync(reader.offset() + 1);
    }
  }
}
