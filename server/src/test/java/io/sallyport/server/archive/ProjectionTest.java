package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.watch.ExpectsErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
  @TempDir Path directory;

  private static void traffic(Store store, int from, int count) {
    for (int i = from; i < from + count; i++) {
      store.archive.append(Store.started("c" + i));
      store.archive.append(Store.answered("c" + i));
      store.archive.append(Store.line("m" + i, "line " + i));
      if (i % 2 == 0) {
        store.archive.append(Store.ended("c" + i));
        store.archive.append(Store.delivered("m" + i));
      }
    }
    Awaitility.await().until(store.archive::queued, queued -> queued == 0);
    store.append(Store.ended("none"));
  }

  @Test
  void aDeletedDatabaseIsBuiltAgainFromTheJournal() throws Exception {
    List<CallRow> calls;
    List<MessageRow> messages;
    try (Store store = Store.open(directory)) {
      traffic(store, 0, 1_500);
      calls = store.archive.calls(CallFilter.newest(5_000));
      messages = store.archive.messages(MessageFilter.newest(5_000));
      assertThat(calls).hasSize(1_500);
      assertThat(messages).hasSize(1_500);
    }
    Store.delete(directory.resolve("db"));
    try (Store store = Store.open(directory)) {
      assertThat(store.archive.calls(CallFilter.newest(5_000))).isEqualTo(calls);
      assertThat(store.archive.messages(MessageFilter.newest(5_000))).isEqualTo(messages);
      assertThat(store.archive.undelivered().count("sip:bob@example.org")).isEqualTo(750);
    }
  }

  @Test
  void aDatabaseThatForgetsWhileTheServerRunsIsToldAgain() throws Exception {
    try (Store store = Store.open(directory)) {
      traffic(store, 0, 20);
      List<CallRow> calls = store.archive.calls(CallFilter.newest(100));
      long early = calls.get(10).sequence();
      store.database.<Void, RuntimeException>inTransaction(
          handle -> {
            handle.execute("DELETE FROM calls WHERE sequence > ?", early);
            handle.execute("DELETE FROM messages WHERE sequence > ?", early);
            handle.execute("UPDATE projection SET sequence = ?", early);
            return null;
          });
      assertThat(store.archive.calls(CallFilter.newest(100))).isEqualTo(calls);
    }
  }

  @Test
  void aDatabaseThatFellBehindCatchesUpAndCountsNothingTwice() throws Exception {
    Path kept = directory.resolve("kept");
    try (Store store = Store.open(directory)) {
      traffic(store, 0, 20);
    }
    Store.copy(directory.resolve("db"), kept);
    List<MessageRow> messages;
    try (Store store = Store.open(directory)) {
      traffic(store, 20, 20);
      store.append(Store.delivered("m3"));
      store.append(Store.delivered("m3"));
      messages = store.archive.messages(MessageFilter.newest(100));
    }
    Store.delete(directory.resolve("db"));
    Store.copy(kept, directory.resolve("db"));
    try (Store store = Store.open(directory)) {
      assertThat(store.archive.undelivered().count("sip:bob@example.org")).isEqualTo(19);
      assertThat(store.archive.messages(MessageFilter.newest(100))).isEqualTo(messages);
      assertThat(messages)
          .filteredOn(m -> m.message().equals("m3"))
          .first()
          .extracting(MessageRow::devices)
          .isEqualTo(2);
    }
  }

  @Test
  void aDatabaseOfAnotherJournalIsNotBelieved() throws Exception {
    try (Store store = Store.open(directory)) {
      traffic(store, 0, 5);
    }
    Store.delete(directory.resolve("journal"));
    try (Store store = Store.open(directory)) {
      assertThat(store.archive.calls(CallFilter.newest(100))).isEmpty();
      assertThat(store.archive.undelivered().count("sip:bob@example.org")).isZero();
      store.append(Store.started("new"));
      assertThat(store.archive.calls(CallFilter.newest(100))).hasSize(1);
    }
  }

  @Test
  void freshRecordsReachTheTablesWithoutBeingAskedFor() throws Exception {
    try (Store store = Store.open(directory)) {
      for (int i = 1; i <= 15; i++) {
        store.append(Store.started("c" + i));
        int expected = i;
        Awaitility.await().until(() -> rows(store) == expected);
      }
    }
  }

  @Test
  void whatAPeerSentIsNeverPartOfAStatement() throws Exception {
    String evil = "sip:x'); DROP TABLE calls; --@example.org";
    try (Store store = Store.open(directory)) {
      store.append(
          new ArchiveRecord.CallStarted(
              "c1",
              Store.NOW,
              new ArchiveRecord.Party(evil, "'\0\"", "ua", "net"),
              "y".repeat(5_000),
              List.of("audio")));
      assertThat(store.archive.calls(CallFilter.of(evil, 10)))
          .hasSize(1)
          .first()
          .extracting(CallRow::from)
          .isEqualTo(evil);
      assertThat(store.archive.calls(CallFilter.of("' OR 1=1 --", 10))).isEmpty();
    }
  }

  @Test
  @ExpectsErrors("journal is damaged")
  void damageInTheMiddleIsToldAndTheRestStaysListed() throws Exception {
    try (Store store = Store.open(directory)) {
      traffic(store, 0, 10);
    }
    try (Store store = Store.open(directory)) {
      traffic(store, 10, 1);
    }
    Path first = SegmentFiles.file(directory.resolve("journal"), 1);
    byte[] bytes = Files.readAllBytes(first);
    bytes[SegmentHeader.LENGTH + 100] ^= 4;
    Files.write(first, bytes);
    Store.delete(directory.resolve("db"));
    try (Store store = Store.open(directory)) {
      assertThat(store.archive.calls(CallFilter.newest(100))).hasSize(10);
      assertThat(store.archive.check().ok()).isFalse();
      assertThat(store.archive.accepting()).isTrue();
      assertThat(JournalCheck.verify(store.journal).problem().orElseThrow().sequence())
          .isEqualTo(1);
    }
  }

  @Test
  void everyFilterFindsWhatAPredicateFinds() throws Exception {
    Random random = new Random(11);
    try (Store store = Store.open(directory)) {
      for (int i = 0; i < 200; i++) {
        Instant at = Store.NOW.plusSeconds(random.nextInt(20));
        String to = "sip:u" + random.nextInt(4) + "@example.org";
        store.archive.append(
            new ArchiveRecord.CallStarted(
                "c" + i, at, Store.party("u" + random.nextInt(4)), to, List.of("audio")));
        if (random.nextBoolean()) {
          store.archive.append(
              new ArchiveRecord.CallEnded("c" + i, at, "busy", 486, to, "Busy Here", 0, List.of()));
        }
      }
      Awaitility.await().until(store.archive::queued, queued -> queued == 0);
      store.append(Store.ended("none"));
      List<CallRow> all = store.archive.calls(CallFilter.newest(1_000));
      assertThat(all).hasSize(200);
      for (int i = 0; i < 200; i++) {
        CallFilter filter =
            new CallFilter(
                some(random, "c" + random.nextInt(200)),
                some(random, "sip:u" + random.nextInt(5) + "@example.org"),
                some(random, "busy"),
                some(random, Store.NOW.plusSeconds(random.nextInt(20))),
                some(random, Store.NOW.plusSeconds(random.nextInt(20))),
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(400),
                1 + random.nextInt(30));
        List<CallRow> expected =
            new ArrayList<>(all.stream().filter(matches(filter)).limit(filter.limit()).toList());
        assertThat(store.archive.calls(filter)).as(filter.toString()).isEqualTo(expected);
      }
    }
  }

  /** What is in the table by itself; the facade would catch up first. */
  private static int rows(Store store) {
    return store.database.<Integer, RuntimeException>read(
        handle -> handle.createQuery("SELECT count(*) FROM calls").mapTo(Integer.class).one());
  }

  private static <T> Optional<T> some(Random random, T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  private static Predicate<CallRow> matches(CallFilter filter) {
    return row ->
        row.sequence() < filter.before()
            && filter.call().map(row.call()::equals).orElse(true)
            && filter.address().map(a -> a.equals(row.from()) || a.equals(row.to())).orElse(true)
            && filter.outcome().map(o -> row.outcome().equals(Optional.of(o))).orElse(true)
            && filter.from().map(t -> !row.started().isBefore(t)).orElse(true)
            && filter.until().map(t -> row.started().isBefore(t)).orElse(true);
  }
}
