package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.Journal.Receipt.Durable;
import io.sallyport.server.archive.Journal.Receipt.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndeliveredTest {
  private static final String BOB = "sip:bob@example.org";
  private static final String CAROL = "sip:carol@example.org";

  @TempDir Path directory;

  private static List<String> texts(Store store, String address, int limit) {
    return store.archive.undelivered().of(address, limit).stream().map(Store::text).toList();
  }

  @Test
  void aLineWaitsAsSoonAsItIsOnRecordAndUntilItIsDelivered() throws Exception {
    try (Store store = Store.open(directory)) {
      store.append(Store.line("m1", "one"));
      store.append(Store.line("m2", "two"));
      store.append(Store.line("m3", "carol", "three"));
      assertThat(store.archive.undelivered().count(BOB)).isEqualTo(2);
      assertThat(texts(store, BOB, 10)).containsExactly("one", "two");
      assertThat(texts(store, BOB, 1)).containsExactly("one");
      store.append(Store.delivered("m1"));
      store.append(Store.delivered("m1"));
      assertThat(texts(store, BOB, 10)).containsExactly("two");
      assertThat(texts(store, CAROL, 10)).containsExactly("three");
      assertThat(texts(store, "sip:nobody@example.org", 10)).isEmpty();
    }
  }

  @Test
  void whatWaitsSurvivesAReopenWithAndWithoutTheDatabase() throws Exception {
    try (Store store = Store.open(directory)) {
      for (int i = 0; i < 20; i++) {
        store.append(Store.line("m" + i, "text " + i));
      }
      store.append(Store.delivered("m7"));
    }
    for (int start = 0; start < 4; start++) {
      if (start % 2 == 1) {
        Store.delete(directory.resolve("db"));
      }
      try (Store store = Store.open(directory)) {
        assertThat(texts(store, BOB, 100))
            .hasSize(19 + start)
            .startsWith("text 0", "text 1")
            .doesNotContain("text 7");
        store.append(Store.line("n" + start, "later " + start));
      }
    }
  }

  @Test
  void theLimitOfOneUserRefusesMoreAndLosesNothing() throws Exception {
    ArchiveSettings three = new ArchiveSettings(64, 100, 0, 3);
    try (Store store = new Store(directory, three, new Disk())) {
      for (int i = 0; i < 3; i++) {
        assertThat(store.append(Store.line("m" + i, "text " + i))).isInstanceOf(Durable.class);
      }
      assertThat(store.append(Store.line("m3", "too many"))).isInstanceOf(Refused.class);
      assertThat(store.append(Store.line("m4", "carol", "hello"))).isInstanceOf(Durable.class);
      assertThat(texts(store, BOB, 100)).containsExactly("text 0", "text 1", "text 2");
      store.append(Store.delivered("m0"));
      assertThat(store.append(Store.line("m5", "again"))).isInstanceOf(Durable.class);
    }
  }

  @Test
  void aLoopReadsThemWithoutWaiting() throws Exception {
    try (Store store = Store.open(directory)) {
      store.append(Store.line("m1", "one"));
      Map<String, List<ChatMessage>> answers = new HashMap<>();
      for (String who : List.of(BOB, CAROL)) {
        store.archive.undelivered().read(who, 10, store.loop, lines -> answers.put(who, lines));
      }
      Awaitility.await()
          .until(
              () -> {
                store.loop.run();
                return answers.size() == 2;
              });
      assertThat(answers.get(CAROL)).isEmpty();
      assertThat(answers.get(BOB)).extracting(Store::text).containsExactly("one");
    }
  }

  @Test
  void aMaskedLineWaitsAsItIsDeliveredAndABlockedOneNever() throws Exception {
    try (Store store = Store.open(directory)) {
      store.append(matched("m1", "masked", "m•••"));
      store.append(marked("m1", "moon", "masked"));
      store.append(matched("m2", "blocked", ""));
      store.append(marked("m2", "sun", "blocked"));
      store.append(matched("m3", "flagged", ""));
      store.append(marked("m3", "star", "flagged"));
      assertThat(texts(store, BOB, 10)).containsExactly("m•••", "star");
    }
    for (int start = 0; start < 3; start++) {
      if (start == 1) {
        Store.delete(directory.resolve("db"));
      }
      try (Store store = Store.open(directory)) {
        assertThat(texts(store, BOB, 10)).containsExactly("m•••", "star");
      }
    }
  }

  @Test
  void aHeldLineWaitsFromItsReleaseOnAcrossRestarts() throws Exception {
    try (Store store = Store.open(directory)) {
      store.append(marked("m1", "one", "held"));
      store.append(matched("m2", "masked", "t•••"));
      store.append(marked("m2", "two", "masked", "held"));
      store.append(marked("m3", "three", "held"));
      assertThat(texts(store, BOB, 10)).isEmpty();
      assertThat(store.archive.heldLines(10))
          .extracting(MessageRow::message)
          .containsExactly("m1", "m2", "m3");
    }
    try (Store store = Store.open(directory)) {
      List<String> told = new CopyOnWriteArrayList<>();
      store.archive.undelivered().onReviewed(told::add);
      assertThat(texts(store, BOB, 10)).isEmpty();
      store.append(new ContentRecord.Released("m2", Store.NOW, "eve", "fine"));
      store.append(new ContentRecord.Rejected("m3", Store.NOW, "eve", "not fine"));
      store.append(new ContentRecord.Released("m3", Store.NOW, "eve", "too late"));
      assertThat(texts(store, BOB, 10)).containsExactly("t•••");
      assertThat(told).containsExactly(BOB, "sip:alice@example.org");
      assertThat(store.archive.heldLines(10)).extracting(MessageRow::message).containsExactly("m1");
    }
    Store.delete(directory.resolve("db"));
    try (Store store = Store.open(directory)) {
      assertThat(texts(store, BOB, 10)).containsExactly("t•••");
      assertThat(store.archive.heldLines(10)).extracting(MessageRow::message).containsExactly("m1");
    }
  }

  private static ContentRecord.Matched matched(String id, String action, String delivered) {
    byte[] bytes = delivered.getBytes(StandardCharsets.UTF_8);
    return new ContentRecord.Matched(
        id,
        Store.NOW,
        "sip:alice@example.org",
        BOB,
        action,
        "1",
        List.of(),
        new ArchiveRecord.Body(delivered.isEmpty() ? "" : "text/plain", bytes));
  }

  private static ChatMessage marked(String id, String text, String... marks) {
    ChatMessage line = Store.line(id, text);
    return new ChatMessage(
        id, line.at(), line.from(), line.to(), line.body(), "", 0, List.of(marks));
  }
}
