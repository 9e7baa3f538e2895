package io.sallyport.server.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the journal for one server: the system releases it when the process ends, however. */
final class JournalLock implements AutoCloseable {
  private static final String FILE = "lock";

  // any thread: a POSIX lock is the process's, and closing a second channel would release it, so
  // that servers in one process are told apart here
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  // immutable
  private final Path directory;
  private final FileChannel channel;

  private JournalLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static JournalLock take(Path journal) throws IOException {
    Path directory = journal.toRealPath();
    if (!HELD.add(directory)) {
      throw taken(directory);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw taken(directory);
      }
      return new JournalLock(directory, channel);
    } catch (IOException e) {
      HELD.remove(directory);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(directory);
    }
  }

  private static IOException taken(Path directory) {
    return new IOException(
        "another server uses the journal in "
            + directory
            + "; stop it, or choose another data directory");
  }
}
