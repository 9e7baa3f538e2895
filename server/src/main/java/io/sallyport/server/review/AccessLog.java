package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord;
import java.io.IOException;
import java.util.List;

/** Puts an officer's act on record. */
public interface AccessLog {

  /**
   * Returns once the record is durable, and not before.
   *
   * @return its sequence
   * @throws IOException where it is not: then nothing may be shown
   */
  long write(ArchiveRecord act) throws IOException;

  /** The same for several acts at once: returns once all are durable. */
  default void write(List<ArchiveRecord> acts) throws IOException {
    for (ArchiveRecord act : acts) {
      write(act);
    }
  }
}
