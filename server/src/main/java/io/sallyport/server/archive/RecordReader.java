package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Reads single records at known places, body included; neighbours share an open segment. */
final class RecordReader implements AutoCloseable {
  // immutable
  private final Path directory;
  private final MasterCipher master;
  private final RecordJson json = new RecordJson();

  // owned by: the thread that reads
  private SegmentReader reader;
  private BodyCipher cipher;
  private long segment;

  RecordReader(Path directory, MasterCipher master) {
    this.directory = directory;
    this.master = master;
  }

  ArchiveRecord read(Position position, long sequence) throws IOException, Damage {
    open(position.segment());
    reader.seek(position.offset());
    Frame frame = reader.next();
    if (frame == null || frame.sequence() != sequence) {
      throw new Damage("record " + sequence + " is not where it was written");
    }
    frame.verifiedHash(new Hashes());
    byte[] body = frame.hasBody() ? cipher.open(frame) : Committed.NO_BODY;
    return json.read(frame.type(), frame.fields(), body)
        .orElseThrow(() -> new Damage("record " + sequence + " has an unknown type"));
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
      cipher = master.bodies(reader.header());
    }
  }
}
