package io.sallyport.server.boot;

import io.sallyport.server.base.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a data directory is in use: a lock that the system takes away when the process ends,
 * however it ends. Held first and longest by a server, and by a command that runs without one.
 */
final class DataLock implements Component {
  // any thread: a POSIX lock is the process's, and closing a second channel on the file would end
  // it,
  // so that two servers in one process are told apart here
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  // immutable
  private final DataDirectory data;
  // owned by: the thread that starts and closes
  private FileChannel channel;
  private Path held;

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
    Path real = file.toRealPath();
    if (HELD.add(real)) {
      held = real;
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }
    if (channel == null || channel.tryLock() == null) {
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
    } finally {
      if (held != null) {
        HELD.remove(held);
        held = null;
      }
    }
  }
}
