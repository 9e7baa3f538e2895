package io.sallyport.server.review;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The access log in the journal. Blocks until the journal has answered. */
public final class JournalAccessLog implements AccessLog {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // immutable
  private final Archive archive;

  public JournalAccessLog(Archive archive) {
    this.archive = archive;
  }

  /** They wait for the disk together. */
  @Override
  public void write(List<ArchiveRecord> acts) throws IOException {
    try {
      archive.write(acts, PATIENCE);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static IOException unwritten(IOException e) {
    return new IOException("nothing is shown, as it could not go on record: " + e.getMessage(), e);
  }

  @Override
  public long write(ArchiveRecord act) throws IOException {
    try {
      return archive.write(act, PATIENCE);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }
}
