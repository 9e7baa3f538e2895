package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveReader.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads single records at known places, body included; neighbours share an open segment. A purge
 * moves what follows in a segment: a record that is not in its place any more is found by its
 * sequence, so that a view which knows old places stays right.
 */
final class RecordReader implements AutoCloseable {
  // immutable
  private final Path directory;
  private final MasterCipher master;
  private final SegmentIndex index;
  private final RecordJson json = new RecordJson();
  private final Hashes hashes = new Hashes();

  // owned by: the thread that reads
  private SegmentReader reader;
  private SegmentHeader header;
  private BodyCipher cipher;
  private long segment;
  private long at;

  /**
   * A reader of the journal in a directory.
   *
   * @param index shared by all who read there
   */
  RecordReader(Path directory, MasterCipher master, SegmentIndex index) {
    this.directory = directory;
    this.master = master;
    this.index = index;
  }

  /** The record; empty where a purge took it or its body. */
  Optional<ArchiveRecord> read(Position position, long sequence) throws IOException, Damage {
    Entry entry = entry(position, sequence);
    if (entry.remains() != Remains.WHOLE) {
      return Optional.empty();
    }
    return Optional.of(
        entry.entry().orElseThrow(() -> new Damage("record " + sequence + " has an unknown type")));
  }

  /** The record with what a purge left of it, and where it lies now. */
  Entry entry(Position position, long sequence) throws IOException, Damage {
    Frame frame = frame(position, sequence);
    frame.verifiedHash(hashes);
    Optional<byte[]> body = frame.hasBody() ? Optional.of(open(frame)) : Optional.empty();
    return Entry.of(frame, new Position(segment, at), body, json);
  }

  /** The record as it lies in its segment. */
  Frame frame(Position position, long sequence) throws IOException, Damage {
    use(position.segment());
    Frame frame = at(position.offset(), sequence);
    if (frame == null) {
      frame = at(index.offset(segment, sequence, reader, false), sequence);
    }
    if (frame == null) {
      // moved again since the index was made
      frame = at(index.offset(segment, sequence, reader, true), sequence);
    }
    if (frame == null) {
      throw new Damage("record " + sequence + " is not where it was written");
    }
    return frame;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /** The record at an offset, if it is the one; otherwise null. */
  private Frame at(long offset, long sequence) throws IOException {
    if (offset < 0) {
      return null;
    }
    try {
      reader.seek(offset);
      Frame frame = reader.next();
      if (frame != null && frame.sequence() == sequence) {
        at = offset;
        return frame;
      }
    } catch (Damage moved) {
      // the offset may lie within another record now
    }
    return null;
  }

  private byte[] open(Frame frame) throws Damage {
    if (cipher == null) {
      cipher = master.bodies(header);
    }
    return cipher.open(frame);
  }

  private void use(long wanted) throws IOException, Damage {
    if (reader == null || segment != wanted) {
      close();
      try {
        reader = SegmentReader.openSparsely(SegmentFiles.file(directory, wanted));
      } catch (NoSuchFileException e) {
        throw new Damage("there is no segment that begins with record " + wanted);
      }
      segment = wanted;
      cipher = null;
      header = reader.header();
    }
  }
}
