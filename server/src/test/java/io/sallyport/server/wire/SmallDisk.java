package io.sallyport.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own that is small enough to be filled, in memory. */
public final class SmallDisk implements AutoCloseable {
  private static final int[] BLOCKS = {1 << 20, 1 << 14, 1 << 12};

  private final Path directory;
  private final Path filler;

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.filler = directory.resolve("filler");
  }

  /**
   * Mounts it there; the test is skipped, and says so, on a machine that does not let it.
   *
   * @param size such as {@code 128k} or {@code 2m}
   */
  public static SmallDisk mount(Path directory, String size) throws IOException {
    Files.createDirectories(directory);
    String options = "size=" + size + ",mode=0700";
    int status = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    assumeTrue(status == 0, "a tmpfs cannot be mounted here: that takes root");
    return new SmallDisk(directory);
  }

  /** Leaves so many bytes, or somewhat less, to everybody else. */
  public void fillBut(long bytes) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    Files.write(filler, new byte[(int) (free - bytes)]);
  }

  /** Leaves not a page to anybody else. */
  public void fill() {
    for (int size : BLOCKS) {
      byte[] block = new byte[size];
      try (OutputStream out =
          Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(block);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
    }
  }

  /** Gives all of it back. */
  public void free() {
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
