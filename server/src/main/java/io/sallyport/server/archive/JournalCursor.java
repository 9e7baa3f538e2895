package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Walks over the records of a journal in order. Damage is reported and stepped over, so that what
 * is whole stays reachable; that it is whole, and complete, is the verifier's business.
 */
final class JournalCursor implements AutoCloseable {
  // immutable
  private final List<Path> segments;
  private final long upTo;
  private final Consumer<String> onDamage;

  private final Position lastAt;

  // owned by: the thread that walks
  private int next;
  private SegmentReader reader;
  private Path file;
  private SegmentHeader header;
  private long last;
  private long at;

  /**
   * A walk over the records after one sequence up to another.
   *
   * @param upTo the last record wanted; one that is durable, where the journal is being written
   */
  JournalCursor(Path directory, long after, long upTo, Consumer<String> onDamage)
      throws IOException {
    this(directory, after, Optional.empty(), upTo, onDamage);
  }

  /**
   * The same for who knows where the last record read lies: nothing before it is read again.
   *
   * @param lastAt where the record {@code after} lies
   */
  JournalCursor(
      Path directory, long after, Optional<Position> lastAt, long upTo, Consumer<String> onDamage)
      throws IOException {
    List<Path> all = SegmentFiles.list(directory);
    int first = 0;
    while (first + 1 < all.size() && SegmentFiles.firstSequence(all.get(first + 1)) <= after + 1) {
      first++;
    }
    this.segments = all.subList(first, all.size());
    this.last = after;
    this.upTo = upTo;
    this.onDamage = onDamage;
    this.lastAt = lastAt.orElse(null);
  }

  /** The next record, or null at the end. */
  Frame next() throws IOException {
    while (last < upTo) {
      if (reader == null && !openNext()) {
        return null;
      }
      Frame frame = read();
      if (frame == null) {
        close();
      } else if (frame.sequence() > upTo) {
        return null;
      } else if (frame.sequence() > last) {
        last = frame.sequence();
        return frame;
      }
    }
    return null;
  }

  /** Where the record just read lies. */
  Position position() {
    return new Position(SegmentFiles.firstSequence(file), at);
  }

  /** The segment of the record just read; null where its header is damaged. */
  SegmentHeader header() {
    return header;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private boolean openNext() throws IOException {
    if (next == segments.size()) {
      return false;
    }
    file = segments.get(next++);
    reader = SegmentReader.open(file);
    try {
      header = reader.header();
    } catch (Damage e) {
      header = null;
      if (next < segments.size() || reader.length() > SegmentHeader.LENGTH) {
        onDamage.accept(file.getFileName() + ": " + e.getMessage());
      }
      reader.seek(SegmentHeader.LENGTH);
    }
    if (lastAt != null && lastAt.segment() == SegmentFiles.firstSequence(file)) {
      seekBehindLast();
    }
    return true;
  }

  /** Goes on behind the last record; from the begin where the segment was written anew since. */
  private void seekBehindLast() throws IOException {
    long begin = reader.offset();
    try {
      reader.seek(lastAt.offset());
      Frame frame = reader.next();
      if (frame != null && frame.sequence() == last) {
        return;
      }
    } catch (Damage elsewhere) {
      // whatever is there now, it is not the record that was
    }
    reader.seek(begin);
  }

  private Frame read() throws IOException {
    at = reader.offset();
    try {
      return reader.next();
    } catch (Damage e) {
      if (next < segments.size() || !Tail.isTorn(reader, at, last + 1, 0)) {
        onDamage.accept("%s, offset %d: %s".formatted(file.getFileName(), at, e.getMessage()));
      }
      Frame whole = reader.resync(at + 1);
      if (whole != null) {
        at = reader.offset() - whole.length();
      }
      return whole;
    }
  }
}
