package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One's own calls among everybody's. */
class OwnCallsQueryTest {
  @TempDir Path directory;

  @Test
  void callsMadeAndGotComeTogetherNewestFirstAndPageByPage() throws Exception {
    try (Store store = Store.open(directory)) {
      insert(store, 0, 300, 10);
      List<CallRow> all = store.archive.callsOf(address(3), Long.MAX_VALUE, 1_000);
      assertThat(all).hasSize(60).allMatch(OwnCallsQueryTest::isThrees);
      assertThat(all).isSortedAccordingTo((a, b) -> Long.compare(b.sequence(), a.sequence()));
      List<CallRow> first = store.archive.callsOf(address(3), Long.MAX_VALUE, 25);
      List<CallRow> second = store.archive.callsOf(address(3), first.get(24).sequence(), 25);
      assertThat(first).isEqualTo(all.subList(0, 25));
      assertThat(second).isEqualTo(all.subList(25, 50));
      assertThat(store.archive.callsOf("sip:nobody@example.org", Long.MAX_VALUE, 10)).isEmpty();
    }
  }

  @Test
  void aCallToOneselfIsThereOnce() throws Exception {
    try (Store store = Store.open(directory)) {
      insert(store, 0, 1, 1);
      assertThat(store.archive.callsOf(address(0), Long.MAX_VALUE, 10)).hasSize(1);
    }
  }

  @Test
  @Tag("load")
  void aMillionCallsOfOthersDoNotSlowAnybodyDown() throws Exception {
    try (Store store = Store.open(directory)) {
      for (int from = 0; from < 1_000_000; from += 10_000) {
        insert(store, from, 10_000, 1_000);
      }
      insert(store, 1_000_000, 3, 2_000_000_000);
      for (String address : List.of(address(7), address(1_000_001), "sip:none@example.org")) {
        store.archive.callsOf(address, Long.MAX_VALUE, 51);
        long begin = System.nanoTime();
        List<CallRow> found = store.archive.callsOf(address, Long.MAX_VALUE, 51);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.println(address + ": " + found.size() + " calls in " + millis + " ms");
        assertThat(millis).isLessThan(100);
      }
    }
  }

  private static boolean isThrees(CallRow row) {
    return row.from().equals(address(3)) || row.to().equals(address(3));
  }

  private static String address(int user) {
    return "sip:u" + user + "@example.org";
  }

  /** Rows as the projector writes them; each user calls the next but two. */
  private static void insert(Store store, int from, int count, int users) {
    store.database.<Void, RuntimeException>inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "INSERT INTO calls (call_id, sequence, segment, segment_offset, started, caller,"
                      + " callee, kinds, status, talk_millis) VALUES (?, ?, 1, 1, ?, ?, ?, 'audio',"
                      + " 0, 0)");
          for (int i = from; i < from + count; i++) {
            batch.add("c" + i, i + 1, i, address(i % users), address((int) ((i + 3L) % users)));
          }
          batch.execute();
          return null;
        });
  }
}
