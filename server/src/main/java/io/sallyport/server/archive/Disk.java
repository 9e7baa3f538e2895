package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Every change that the journal makes on disk goes through here, so that tests can make it fail.
 */
class Disk {

  /** An open file that is written at given offsets. */
  interface Output extends AutoCloseable {
    /** Writes all of the bytes. */
    void write(ByteBuffer bytes, long offset) throws IOException;

    /** Returns once contents and length are on disk. */
    void force() throws IOException;

    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Opens a file that may not exist yet. */
  Output create(Path file) throws IOException {
    return new Opened(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Opens a file for writing in place; it is created where it is missing. */
  Output open(Path file) throws IOException {
    return new Opened(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Gives a file the name of another, which it replaces. */
  void replace(Path file, Path old) throws IOException {
    Files.move(file, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns once the names in the directory are on disk. */
  void forceNames(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Bytes that may still be written. */
  long free(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private record Opened(FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      long at = offset;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
