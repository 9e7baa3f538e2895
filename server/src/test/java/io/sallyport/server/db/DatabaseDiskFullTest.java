package io.sallyport.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database on a file system that becomes full and has room again. */
@Tag("interop")
class DatabaseDiskFullTest {
  private static final int DISK = 4 << 20;

  @TempDir Path directory;
  private Path disk;
  private Path filler;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    filler = disk.resolve("filler");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString()) == 0,
        "a tmpfs cannot be mounted here: that takes root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void itIsWrittenAgainWhenThereIsRoomAndKeepsWhatWasOnDisk() throws Exception {
    Database database =
        new Database(disk.resolve("database"), DatabaseSettings.defaults(), new Counters());
    database.start();
    try {
      execute(database, "CREATE TABLE things (id INT PRIMARY KEY, text VARCHAR)");
      execute(database, "INSERT INTO things VALUES (0, 'before')");
      database.checkpoint();
      fill();
      boolean failed = false;
      for (int i = 1; i < 2_000 && !failed; i++) {
        failed =
            !tried(database, "INSERT INTO things VALUES (" + i + ", '" + "x".repeat(9_000) + "')");
      }
      assertThat(failed).isTrue();
      Files.delete(filler);
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> tried(database, "INSERT INTO things VALUES (-1, 'after')"));
      assertThat(
              database.<String, RuntimeException>read(
                  h ->
                      h.createQuery("SELECT text FROM things WHERE id = 0")
                          .mapTo(String.class)
                          .one()))
          .isEqualTo("before");
    } finally {
      database.close();
    }
  }

  private static void execute(Database database, String sql) {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute(sql);
          return null;
        });
  }

  private static boolean tried(Database database, String sql) {
    try {
      execute(database, sql);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void fill() throws IOException {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      // as it should be
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
