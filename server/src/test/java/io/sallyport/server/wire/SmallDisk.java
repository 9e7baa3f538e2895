package io.sallyport.server.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own that is small enough to be filled, in memory. */
final class SmallDisk implements AutoCloseable {
  private static final int[] BLOCKS = {1 << 20, 1 << 14, 1 << 12};

  private final Path directory;
  private final Path filler;

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.filler = directory.resolve("filler");
  }

  /** Mounts it there; the test is skipped, and says so, on a machine that does not let it. */
  static SmallDisk mount(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    String options = "size=" + megabytes + "m,mode=0700";
    int status = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    assumeTrue(status == 0, "a tmpfs cannot be mounted here: that takes root");
    return new SmallDisk(directory);
  }

  /** Leaves not a page to anybody else. */
  void fill() {
    for (int size : BLOCKS) {
      byte[] block = new byte[size];
      try (OutputStream out =
          Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(block);
        }
      } catch (IOException full) {
        // as it should be
      }
    }
  }

  void free() {
    try {
      Files.delete(filler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", directory.toString());
  }

  private static int run(String... command) throws IOException {
    try {
      return new ProcessBuilder(List.of(command)).redirectErrorStream(true).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
