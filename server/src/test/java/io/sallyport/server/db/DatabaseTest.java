package io.sallyport.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.watch.ExpectsErrors;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  /** Tables of the scripts from the fourth on. */
  private static final List<String> ADDED =
      List.of(
          "calls",
          "messages",
          "rulings",
          "officer_assignments",
          "group_members",
          "rule_sets",
          "guard_blocks",
          "guard_logins",
          "content_matches",
          "console_passwords",
          "second_factors",
          "api_keys",
          "conversations",
          "chat_reads",
          "saved_searches",
          "export_orders");

  private static final String COUNT = "SELECT count(*) FROM projection";

  @TempDir Path directory;
  private final Counters counters = new Counters();

  private Database open(DatabaseSettings settings) throws Exception {
    Database database = new Database(directory, settings, counters);
    database.start();
    return database;
  }

  private Database open() throws Exception {
    return open(DatabaseSettings.defaults());
  }

  private static int insert(org.jdbi.v3.core.Handle handle, String name) {
    return handle.execute("INSERT INTO projection VALUES (?, 'log', 1)", name);
  }

  @Test
  void rowsSurviveASecondStart() throws Exception {
    try (Database database = open()) {
      database.inTransaction(handle -> insert(handle, "kept"));
    }
    try (Database database = open()) {
      assertThat(
              database.<Integer, RuntimeException>read(
                  h -> h.createQuery(COUNT).mapTo(Integer.class).one()))
          .isEqualTo(1);
      assertThat(database.check().ok()).isTrue();
    }
    assertThat(directory.toFile().list()).containsExactly("sallyport.mv.db");
  }

  @Test
  void theNewestScriptIsTheOneThatTheStartLooksFor() throws Exception {
    URI scripts = Database.class.getResource("/db/migration").toURI();
    try (Stream<Path> files = Files.list(Path.of(scripts))) {
      assertThat(files.map(f -> f.getFileName().toString().replaceAll("__.*", "")))
          .hasSize(Migrations.NEWEST)
          .contains("V" + Migrations.NEWEST);
    }
  }

  @Test
  void scriptsThatAreMissingAreAppliedAtTheNextStart() throws Exception {
    try (Database database = open()) {
      database.inTransaction(
          handle -> {
            for (String table : ADDED) {
              handle.execute("DROP TABLE " + table);
            }
            handle.execute("ALTER TABLE users DROP COLUMN department");
            return handle.execute(
                "DELETE FROM flyway_schema_history" + " WHERE CAST(version AS INTEGER) > 3");
          });
    }
    try (Database database = open()) {
      assertThat(
              database.<Integer, RuntimeException>read(
                  h -> h.createQuery("SELECT count(*) FROM calls").mapTo(Integer.class).one()))
          .isZero();
    }
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() throws Exception {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.inTransaction(
                      handle -> {
                        insert(handle, "lost");
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(
              database.<Integer, RuntimeException>read(
                  h -> h.createQuery(COUNT).mapTo(Integer.class).one()))
          .isZero();
    }
  }

  @Test
  void aFileThatAnotherProcessHoldsIsRefusedWithASentence() throws Exception {
    open().close();
    try (FileChannel held =
            FileChannel.open(directory.resolve("sallyport.mv.db"), StandardOpenOption.WRITE);
        FileLock lock = held.lock();
        Database second = new Database(directory, DatabaseSettings.defaults(), counters)) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(second::start)
          .hasMessageContaining("cannot be opened")
          .hasMessageContaining("lock");
    }
  }

  @Test
  @ExpectsErrors("database work failed")
  void anAnswerArrivesOnTheLoopThatAsked() throws Exception {
    ManualLoop loop = new ManualLoop("test");
    List<Answer<Integer>> answers = new ArrayList<>();
    try (Database database = open()) {
      database.submit(loop, handle -> insert(handle, "row"), answers::add);
      database.submit(
          loop, handle -> handle.execute("INSERT INTO nowhere VALUES (1)"), answers::add);
    }
    assertThat(answers).isEmpty();
    loop.run();
    assertThat(answers)
        .contains(new Answer.Done<>(1))
        .hasAtLeastOneElementOfType(Answer.Failed.class)
        .hasSize(2);
    assertThat(counters.get(Counter.DB_FAILED)).isEqualTo(1);
  }

  @Test
  void aFullQueueRefusesAndSaysSo() throws Exception {
    ManualLoop loop = new ManualLoop("test");
    List<Answer<Integer>> answers = new ArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    Database database = open(new DatabaseSettings("", 2, 1));
    try (database) {
      Runnable stuck = () -> Awaitility.await().until(() -> release.getCount() == 0);
      Awaitility.await().until(() -> !database.submit(stuck));
      database.submit(loop, handle -> insert(handle, "refused"), answers::add);
      loop.run();
      assertThat(answers).containsExactly(new Answer.Failed<>("the database is overloaded"));
      assertThat(counters.get(Counter.DB_REFUSED)).isPositive();
      release.countDown();
    }
    assertThat(database.submit(() -> {})).isFalse();
  }

  @Test
  void aDirectoryThatWouldSmuggleSettingsIntoTheAddressIsRefused() {
    Database database =
        new Database(directory.resolve("a;INIT=RUNSCRIPT"), DatabaseSettings.defaults(), counters);
    assertThatThrownBy(database::start).hasMessageContaining("semicolon");
    database.close();
  }
}
