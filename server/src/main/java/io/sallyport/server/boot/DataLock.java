package io.sallyport.server.boot;

import io.sallyport.server.base.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Says that a data directory is in use: a lock that the system takes away when the process ends,
 * however it ends. Held first and longest by a server, and by a command that runs without one.
 */
final class DataLock implements Component {
  // immutable
  private final DataDirectory data;
  // owned by: the thread that starts and closes
  private FileChannel channel;

  DataLock(DataDirectory data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "lock";
  }

  @Override
  public void start() throws IOException, StartRefused {
    Path file = data.lockFile();
    if (!Files.exists(file)) {
      PrivateFiles.write(file, new byte[0], true);
    }
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
    if (!locked()) {
      throw new StartRefused(
          List.of(
              Problem.of(
                  data.root().toString(),
                  "another process uses this data directory",
                  "stop it, or choose another with --data")));
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean locked() throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
