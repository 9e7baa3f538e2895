package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads single records at known places, body included; neighbours share an open segment. A purge
 * moves what follows in a segment: a record that is not in its place any more is looked for.
 */
final class RecordReader implements AutoCloseable {
  // immutable
  private final Path directory;
  private final MasterCipher master;
  private final RecordJson json = new RecordJson();

  // owned by: the thread that reads
  private SegmentReader reader;
  private BodyCipher cipher;
  private long segment;
  private Map<Long, Long> offsets;

  RecordReader(Path directory, MasterCipher master) {
    this.directory = directory;
    this.master = master;
  }

  /** The record; empty where a purge took it or its body. */
  Optional<ArchiveRecord> read(Position position, long sequence) throws IOException, Damage {
    open(position.segment());
    Frame frame = find(position.offset(), sequence);
    frame.verifiedHash(new Hashes());
    if (frame.remains() != Remains.WHOLE) {
      return Optional.empty();
    }
    byte[] body = frame.hasBody() ? cipher.open(frame) : Committed.NO_BODY;
    return Optional.of(
        json.read(frame.type(), frame.fields(), body)
            .orElseThrow(() -> new Damage("record " + sequence + " has an unknown type")));
  }

  private Frame find(long offset, long sequence) throws IOException, Damage {
    try {
      reader.seek(offset);
      Frame frame = reader.next();
      if (frame != null && frame.sequence() == sequence) {
        return frame;
      }
    } catch (Damage moved) {
      // the offset may lie within another record now
    }
    Long moved = offsets().get(sequence);
    if (moved == null) {
      throw new Damage("record " + sequence + " is not where it was written");
    }
    reader.seek(moved);
    return reader.next();
  }

  /** Where each record of the open segment begins. */
  private Map<Long, Long> offsets() throws IOException, Damage {
    if (offsets == null) {
      Map<Long, Long> found = new HashMap<>();
      reader.header();
      long at = reader.offset();
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        found.put(frame.sequence(), at);
        at = reader.offset();
      }
      offsets = found;
    }
    return offsets;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private void open(long wanted) throws IOException, Damage {
    if (reader == null || segment != wanted) {
      close();
      reader = SegmentReader.openSparsely(SegmentFiles.file(directory, wanted));
      segment = wanted;
      offsets = null;
      cipher = master.bodies(reader.header());
    }
  }
}
