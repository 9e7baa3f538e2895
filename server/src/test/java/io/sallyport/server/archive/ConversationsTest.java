package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Released;
import io.sallyport.server.archive.Conversations.Conversation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
  private static final String ALICE = "sip:alice@example.org";
  private static final String BOB = "sip:bob@example.org";
  private static final String CAROL = "sip:carol@example.org";
  private static final long END = Long.MAX_VALUE;

  @TempDir Path directory;
  private Store store;
  private int count;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void bothSidesSeeTheSameLinesTheNewestFirst() throws Exception {
    say("alice", "bob", "hello");
    say("bob", "alice", "hi");
    say("carol", "bob", "not for alice");
    assertThat(texts(ALICE, BOB)).containsExactly("hi", "hello");
    assertThat(texts(BOB, ALICE)).containsExactly("hi", "hello");
    assertThat(texts(ALICE, CAROL)).isEmpty();
    assertThat(peers(BOB)).containsExactly(CAROL, ALICE);
    assertThat(peers(ALICE)).containsExactly(BOB);
  }

  @Test
  void pagesOfLinesAndOfConversationsJoinWithoutGap() throws Exception {
    for (int i = 0; i < 7; i++) {
      say(i % 2 == 0 ? "alice" : "bob", i % 2 == 0 ? "bob" : "alice", "line " + i);
    }
    List<MessageRow> first = chat().lines(ALICE, BOB, END, 4);
    List<MessageRow> second = chat().lines(ALICE, BOB, first.get(3).sequence(), 4);
    assertThat(first).hasSize(4);
    assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first);
    say("alice", "carol", "another");
    Conversation newest = chat().of(ALICE, END, 1).get(0);
    assertThat(newest.peer()).isEqualTo(CAROL);
    assertThat(chat().of(ALICE, newest.newest(), 1))
        .extracting(Conversation::peer)
        .containsExactly(BOB);
  }

  @Test
  void aBlockedLineIsItsSendersAlone() throws Exception {
    say("alice", "bob", "about falcon", "blocked");
    assertThat(texts(ALICE, BOB)).containsExactly("about falcon");
    assertThat(texts(BOB, ALICE)).isEmpty();
    assertThat(peers(BOB)).isEmpty();
    assertThat(chat().unread(BOB, ALICE, 0, 100)).isZero();
  }

  @Test
  void aHeldLineIsSeenByItsRecipientOnceItIsReleased() throws Exception {
    String id = say("alice", "bob", "wait for eve", "held");
    assertThat(texts(BOB, ALICE)).isEmpty();
    assertThat(peers(BOB)).isEmpty();
    store.append(new Released(id, Store.NOW, "eve", "harmless"));
    assertThat(texts(BOB, ALICE)).containsExactly("wait for eve");
    assertThat(peers(BOB)).containsExactly(ALICE);
  }

  @Test
  void aMaskedLineStaysMaskedForBoth() throws Exception {
    store.append(
        new Matched(
            "m1",
            Store.NOW,
            ALICE,
            BOB,
            "masked",
            "1",
            List.of(),
            new Body("text/plain", "card •••".getBytes(StandardCharsets.UTF_8))));
    store.append(line("m1", "alice", "bob", "card 4111", "masked"));
    assertThat(texts(ALICE, BOB)).containsExactly("card •••");
    assertThat(texts(BOB, ALICE)).containsExactly("card •••");
  }

  @Test
  void unreadIsWhatCameAfterTheMarkAndAfterOnesOwnLastLine() throws Exception {
    say("alice", "bob", "one");
    say("alice", "bob", "two");
    assertThat(chat().of(BOB, END, 10)).hasSize(1);
    assertThat(chat().unread(BOB, ALICE, 0, 100)).isEqualTo(2);
    assertThat(chat().unread(BOB, ALICE, 0, 1)).as("counting ends").isEqualTo(1);
    long mark = chat().lines(BOB, ALICE, END, 10).get(1).sequence();
    assertThat(chat().unread(BOB, ALICE, mark, 100)).isEqualTo(1);
    say("bob", "alice", "answered");
    assertThat(peers(BOB)).hasSize(1);
    assertThat(chat().unread(BOB, ALICE, 0, 100)).isZero();
    assertThat(chat().unread(ALICE, BOB, 0, 100)).isEqualTo(1);
  }

  @Test
  void linesThatNoDeviceHadWaitUpToAMark() throws Exception {
    String one = say("alice", "bob", "one");
    say("alice", "bob", "two");
    long last = chat().lines(BOB, ALICE, END, 1).get(0).sequence();
    assertThat(chat().waiting(BOB, ALICE, last, 10)).hasSize(2);
    store.append(Store.delivered(one));
    assertThat(chat().waiting(BOB, ALICE, last, 10)).hasSize(1);
    assertThat(chat().waiting(BOB, ALICE, last - 1, 10)).isEmpty();
    assertThat(chat().waiting(ALICE, BOB, last, 10)).as("not one's own").isEmpty();
  }

  @Test
  void aReceiptOfAPhoneIsNoLine() throws Exception {
    store.append(
        new ChatMessage(
            "r1",
            Store.NOW,
            Store.party("bob"),
            ALICE,
            new Body("message/IMDN+xml", new byte[] {'x'})));
    assertThat(chat().lines(ALICE, BOB, END, 10)).isEmpty();
    assertThat(peers(ALICE)).isEmpty();
  }

  @Test
  void onlyWhoSentALineFindsItByItsId() throws Exception {
    String id = say("alice", "bob", "mine");
    assertThat(chat().sent(ALICE, id)).isPresent();
    assertThat(chat().sent(BOB, id)).isEmpty();
  }

  @Test
  void whatRetentionTookIsNotTold() throws Exception {
    say("alice", "bob", "old");
    long old = chat().lines(ALICE, BOB, END, 1).get(0).sequence();
    say("alice", "carol", "older than the purge");
    long gone = chat().lines(ALICE, CAROL, END, 1).get(0).sequence();
    say("alice", "bob", "new");
    store.append(
        new PurgeCompleted(
            "p1",
            Store.NOW,
            List.of(new Sequences.Range(old, old)),
            List.of(new Sequences.Range(gone, gone)),
            List.of(),
            List.of()));
    List<MessageRow> rows = chat().lines(ALICE, BOB, END, 10);
    assertThat(chat().bodies(rows).stream().map(Optional::isPresent)).containsExactly(true, false);
    assertThat(peers(ALICE)).as("who wrote to whom is gone as well").containsExactly(BOB);
  }

  @Test
  void conversationsAreBuiltAgainFromTheJournal() throws Exception {
    say("alice", "bob", "hello");
    say("carol", "alice", "hi");
    List<Conversation> before = chat().of(ALICE, END, 10);
    store.close();
    Store.delete(directory.resolve("db"));
    store = Store.open(directory);
    assertThat(chat().of(ALICE, END, 10)).isEqualTo(before);
  }

  /** A page is read from one end of an index: no sort, no scan of all lines. */
  @Test
  void aPageOfAMillionLinesIsReadFromAnIndex() throws Exception {
    say("alice", "bob", "the first");
    peers(ALICE);
    String plan =
        store.database.read(
            handle ->
                handle
                    .createQuery(
                        "EXPLAIN SELECT * FROM messages WHERE sender = 'a' AND recipient = 'b'"
                            + " AND sequence < 9 AND "
                            + ConversationTables.SHOWN
                            + " ORDER BY sender, recipient, sequence DESC LIMIT 50")
                    .mapTo(String.class)
                    .one());
    assertThat(plan).containsIgnoringCase("messages_pair").contains("index sorted");
  }

  private Conversations chat() {
    return store.archive.conversations();
  }

  private List<String> peers(String owner) {
    return chat().of(owner, END, 100).stream().map(Conversation::peer).toList();
  }

  private List<String> texts(String owner, String peer) throws Exception {
    return chat().bodies(chat().lines(owner, peer, END, 100)).stream()
        .map(body -> new String(body.orElseThrow().bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private String say(String from, String to, String text, String... marks) {
    String id = "line-" + ++count;
    store.append(line(id, from, to, text, marks));
    return id;
  }

  private static ChatMessage line(String id, String from, String to, String text, String... marks) {
    return new ChatMessage(
        id,
        Store.NOW,
        Store.party(from),
        "sip:" + to + "@example.org",
        new Body("text/plain", text.getBytes(StandardCharsets.UTF_8)),
        "",
        0,
        List.of(marks));
  }
}
