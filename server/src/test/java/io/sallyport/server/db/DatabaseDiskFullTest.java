package io.sallyport.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.observe.Counters;
import io.sallyport.server.wire.SmallDisk;
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

  @TempDir Path directory;
  private Path place;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    place = directory.resolve("disk");
    disk = SmallDisk.mount(place, "4m");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void itIsWrittenAgainWhenThereIsRoomAndKeepsWhatWasOnDisk() throws Exception {
    Database database =
        new Database(place.resolve("database"), DatabaseSettings.defaults(), new Counters());
    database.start();
    try {
      execute(database, "CREATE TABLE things (id INT PRIMARY KEY, text VARCHAR)");
      execute(database, "INSERT INTO things VALUES (0, 'before')");
      database.checkpoint();
      disk.fill();
      boolean failed = false;
      for (int i = 1; i < 2_000 && !failed; i++) {
        failed =
            !tried(database, "INSERT INTO things VALUES (" + i + ", '" + "x".repeat(9_000) + "')");
      }
      assertThat(failed).isTrue();
      disk.free();
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
}
