package io.sallyport.server.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Real files, of which some changes fail when told to, a larger one with its half done. */
final class FaultySealFiles extends SealFiles {
  private static final int SECTOR = 512;

  // any thread: volatile
  volatile long operations;
  volatile long failFrom = Long.MAX_VALUE;
  volatile long failUpTo = Long.MAX_VALUE;

  @Override
  void write(Path file, byte[] bytes) throws IOException {
    if (fails()) {
      // under its other name: the old file stays
      Files.createDirectories(file.getParent());
      Files.write(
          file.resolveSibling(file.getFileName() + PART), Arrays.copyOf(bytes, bytes.length / 2));
      throw new IOException("No space left on device");
    }
    super.write(file, bytes);
  }

  @Override
  void put(Path file, byte[] bytes, long offset) throws IOException {
    if (fails()) {
      if (bytes.length > SECTOR) {
        super.put(file, Arrays.copyOf(bytes, bytes.length / 2), offset);
      }
      throw new IOException("No space left on device");
    }
    super.put(file, bytes, offset);
  }

  @Override
  void delete(Path file) throws IOException {
    if (fails()) {
      throw new IOException("Input/output error");
    }
    super.delete(file);
  }

  @Override
  void forceNames() throws IOException {
    if (fails()) {
      throw new IOException("Input/output error");
    }
    super.forceNames();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private boolean fails() {
    long number = ++operations;
    return number >= failFrom && number <= failUpTo;
  }
}
