package io.sallyport.server.archive;

import io.sallyport.server.seal.Leaves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The leaves of a journal's records, read from its segments. */
public final class JournalLeaves implements Leaves {
  // immutable
  private final Path directory;

  public JournalLeaves(Path directory) {
    this.directory = directory;
  }

  @Override
  public void read(long after, long upTo, Sink sink) throws IOException {
    Hashes hashes = new Hashes();
    // damage is named where the journal is read for its own sake; here it is a missing leaf
    try (JournalCursor cursor = new JournalCursor(directory, after, upTo, damage -> {})) {
      for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
        if (!sink.leaf(frame.sequence(), frame.leafHash(hashes))) {
          return;
        }
      }
    }
  }

  /** What a leaf says of its record: sequence, type and time. */
  public static String describe(byte[] leaf) {
    return Frame.describe(leaf);
  }

  /** The leaf of one record; empty where there is none, or it is damaged. */
  public Optional<byte[]> leaf(long sequence) throws IOException {
    try (JournalCursor cursor =
        new JournalCursor(directory, sequence - 1, sequence, damage -> {})) {
      Frame frame = cursor.next();
      return frame == null ? Optional.empty() : Optional.of(frame.leaf());
    }
  }
}
