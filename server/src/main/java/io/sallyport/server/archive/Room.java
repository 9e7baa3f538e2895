package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk has its reserve left, looked at now and then by the archive thread. */
final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  // immutable
  private final Disk disk;
  private final Path directory;
  private final long reserveMegabytes;

  // written by: the archive thread; any thread reads
  private volatile String problem;

  // owned by: the archive thread
  private long lastCheck;

  Room(Disk disk, Path directory, long reserveMegabytes) {
    this.disk = disk;
    this.directory = directory;
    this.reserveMegabytes = reserveMegabytes;
  }

  /** Why nothing new may begin; null where there is room. */
  String problem() {
    return problem;
  }

  void look() {
    if (System.nanoTime() - lastCheck >= CHECK_NANOS) {
      lookNow();
    }
  }

  void lookNow() {
    lastCheck = System.nanoTime();
    String now = found();
    if (now != null && problem == null) {
      LOG.warn("new calls and lines are refused: {}", now);
    }
    problem = now;
  }

  private String found() {
    try {
      long megabytes = disk.free(directory) >> 20;
      return megabytes >= reserveMegabytes
          ? null
          : "only %d MB of disk are free, %d are kept in reserve"
              .formatted(megabytes, reserveMegabytes);
    } catch (IOException e) {
      return "free disk space cannot be read: " + e.getMessage();
    }
  }
}
