package io.sallyport.server.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Every change that the seal makes on disk goes through here, so that tests can make it fail. A
 * file is written whole under another name, forced and renamed; names are on disk once {@link
 * #forceNames} returned.
 */
class SealFiles {
  static final String PART = ".part";

  // owned by: the thread that writes
  private final Set<Path> touched = new LinkedHashSet<>();

  /** Writes a file whole or not at all, over an older one. */
  void write(Path file, byte[] bytes) throws IOException {
    directories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + PART);
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      put(channel, bytes, 0);
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    touched.add(file.getParent());
  }

  /** Writes at an offset, forces, and cuts off what is behind; the file may be new. */
  void put(Path file, byte[] bytes, long offset) throws IOException {
    directories(file.getParent());
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      put(channel, bytes, offset);
      channel.truncate(offset + bytes.length);
      channel.force(true);
    }
    if (fresh) {
      touched.add(file.getParent());
    }
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Returns once every name that was made or changed here is on disk. */
  void forceNames() throws IOException {
    for (Path directory : touched) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    touched.clear();
  }

  private void directories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    directories(directory.getParent());
    Files.createDirectory(directory);
    touched.add(directory.getParent());
  }

  private static void put(FileChannel channel, byte[] bytes, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long at = offset;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }
}
