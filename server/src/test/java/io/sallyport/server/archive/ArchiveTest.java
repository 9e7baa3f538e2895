package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.Journal.Receipt;
import io.sallyport.server.archive.Journal.Receipt.Durable;
import io.sallyport.server.archive.Journal.Receipt.Refused;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.base.Secret;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path directory;

  @Test
  void aCallAndALineAreOnRecordAndListed() throws Exception {
    try (Store store = Store.open(directory)) {
      assertThat(store.append(Store.started("c1"))).isEqualTo(new Durable(1));
      assertThat(store.append(Store.answered("c1"))).isEqualTo(new Durable(2));
      assertThat(store.append(Store.ended("c1"))).isEqualTo(new Durable(3));
      assertThat(store.append(Store.line("m1", "grüß Gott"))).isEqualTo(new Durable(4));
      assertThat(store.append(Store.delivered("m1"))).isEqualTo(new Durable(5));

      CallRow call = store.archive.calls(CallFilter.newest(10)).get(0);
      assertThat(call.call()).isEqualTo("c1");
      assertThat(call.talk()).isEqualTo(Duration.ofMinutes(1));
      assertThat(call.outcome()).contains("answered");
      assertThat(call.answeredBy()).contains("sip:bob@example.org");
      MessageRow message = store.archive.messages(MessageFilter.newest(10)).get(0);
      assertThat(message.devices()).isEqualTo(1);
      assertThat(message.delivered()).contains(Store.NOW.plusSeconds(1));
      assertThat(message.size()).isEqualTo(11);
      assertThat(new String(store.archive.body(message).bytes(), StandardCharsets.UTF_8))
          .isEqualTo("grüß Gott");
      assertThat(store.archive.check().ok()).isTrue();
    }
    assertThat(JournalCheck.verify(directory.resolve("journal"), Store.KEY).ok()).isTrue();
  }

  @Test
  void everyRecordReadsBackAsItWasWritten() throws Exception {
    List<ArchiveRecord> written = RecordSchemaTest.samples();
    try (Store store = Store.open(directory)) {
      written.forEach(store::append);
    }
    List<ArchiveReader.Entry> read = Store.entries(directory.resolve("journal"));
    assertThat(read).hasSameSizeAs(written);
    assertThat(RecordJson.typeNames())
        .containsExactlyInAnyOrderElementsOf(written.stream().map(ArchiveRecord::type).toList());
    for (int i = 0; i < written.size(); i++) {
      assertThat(read.get(i).entry().orElseThrow())
          .usingRecursiveComparison()
          .isEqualTo(written.get(i));
      assertThat(read.get(i).time()).isEqualTo(Store.NOW);
    }
  }

  @Test
  void recordsThatWaitTogetherShareOneFsync() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (Store store = new Store(directory, Store.settings(), disk)) {
      List<Receipt> receipts = new ArrayList<>();
      disk.holdForces = new CountDownLatch(1);
      long before = disk.forces.get();
      store.archive.append(Store.started("first"), store.loop, receipts::add);
      Awaitility.await().until(store.archive::queued, queued -> queued == 0);
      for (int i = 0; i < 500; i++) {
        store.archive.append(Store.started("c" + i), store.loop, receipts::add);
      }
      store.loop.run();
      assertThat(receipts).isEmpty();
      disk.holdForces.countDown();
      store.await(receipts, 501);
      assertThat(disk.forces.get() - before).isEqualTo(2);
      assertThat(receipts).last().isEqualTo(new Durable(501));
      assertThat(store.counters.get(Counter.ARCHIVE_RECORDS)).isEqualTo(501);
    }
  }

  @Test
  void receiptsComeInOrderAndOnTheLoopThatAsked() throws Exception {
    try (Store store = Store.open(directory)) {
      ManualLoop other = new ManualLoop("other");
      List<Receipt> mine = new ArrayList<>();
      List<Receipt> others = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        store.archive.append(Store.started("a" + i), store.loop, mine::add);
        store.archive.append(Store.started("b" + i), other, others::add);
      }
      store.await(mine, 50);
      assertThat(others).isEmpty();
      other.run();
      assertThat(mine).isSortedAccordingTo((a, b) -> sequence(a) - sequence(b));
      assertThat(others).hasSize(50);
    }
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    ArchiveSettings small = new ArchiveSettings(64, 3, 0, 1_000);
    try (Store store = new Store(directory, small, disk)) {
      List<Receipt> receipts = new ArrayList<>();
      disk.holdForces = new CountDownLatch(1);
      store.archive.append(Store.started("first"));
      Awaitility.await().until(store.archive::queued, queued -> queued == 0);
      for (int i = 0; i < 4; i++) {
        store.archive.append(Store.started("c" + i), store.loop, receipts::add);
      }
      store.loop.run();
      assertThat(receipts).containsExactly(new Refused("the journal is overloaded"));
      assertThat(store.archive.accepting()).isFalse();
      disk.holdForces.countDown();
      store.await(receipts, 4);
      assertThat(store.archive.accepting()).isTrue();
      assertThat(store.counters.get(Counter.ARCHIVE_REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void whatWasAcceptedBeforeTheCloseIsOnRecordAndWhatComesAfterIsRefused() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    Store store = Store.open(directory);
    for (int i = 0; i < 300; i++) {
      store.archive.append(Store.started("c" + i), store.loop, receipts::add);
    }
    store.close();
    store.archive.append(Store.started("late"), store.loop, receipts::add);
    store.loop.run();
    assertThat(receipts).hasSize(301).last().isInstanceOf(Refused.class);
    assertThat(Store.entries(store.journal)).hasSize(300);
  }

  @Test
  void aSecondServerOnTheSameJournalIsRefusedAndTheFirstGoesOn() throws Exception {
    try (Store store = Store.open(directory)) {
      for (int i = 0; i < 2; i++) {
        try (Archive second =
            new Archive(
                store.journal,
                Store.settings(),
                Store.KEY,
                store.database,
                () -> Store.NOW,
                store.counters)) {
          assertThatThrownBy(second::start).hasMessageContaining("another server uses");
        }
      }
      assertThat(store.append(Store.started("c1"))).isEqualTo(new Durable(1));
    }
    Store.open(directory).close();
  }

  @Test
  void otherArchiveKeysAreRefused() throws Exception {
    try (Store store = Store.open(directory)) {
      store.append(Store.line("m1", "hello"));
      store.archive.close();
      try (Archive second =
          new Archive(
              store.journal,
              Store.settings(),
              KeyRing.of(Secret.of("another key, another key, anoth!")),
              store.database,
              () -> Store.NOW,
              store.counters)) {
        assertThatThrownBy(second::start).hasMessageContaining("not in the ring");
      }
    }
  }

  @Test
  void theJournalGoesOnInANewSegmentWhenOneIsFull() throws Exception {
    ArchiveSettings small = new ArchiveSettings(1, 10_000, 0, 100_000);
    try (Store store = new Store(directory, small, new Disk())) {
      String text = "x".repeat(100_000);
      for (int i = 0; i < 40; i++) {
        store.append(Store.line("m" + i, text));
      }
      assertThat(SegmentFiles.list(store.journal)).hasSizeGreaterThan(3);
    }
    VerifyReport report = JournalCheck.verify(directory.resolve("journal"), Store.KEY);
    assertThat(report.problem()).isEmpty();
    assertThat(report.records()).isEqualTo(40);
    assertThat(Store.entries(directory.resolve("journal"))).hasSize(40);
  }

  @Test
  void theSequenceGoesOnAfterAReopen() throws Exception {
    for (int i = 1; i <= 5; i++) {
      try (Store store = Store.open(directory)) {
        assertThat(store.append(Store.started("c" + i))).isEqualTo(new Durable(i));
      }
      Store.open(directory).close();
      assertThat(JournalCheck.verify(directory.resolve("journal")).problem()).isEmpty();
    }
    assertThat(SegmentFiles.list(directory.resolve("journal"))).hasSize(6);
  }

  @Test
  void noBodyIsReadableInAnyFile() throws Exception {
    String secret = "the-cargo-leaves-at-nine";
    try (Store store = Store.open(directory)) {
      for (int i = 0; i < 50; i++) {
        store.append(Store.line("m" + i, secret + i));
      }
      store.archive.messages(MessageFilter.newest(1));
      store.database.checkpoint();
      assertNowhere(secret);
    }
    assertNowhere(secret);
    assertThat(Store.entries(directory.resolve("journal"))).hasSize(50);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAloneAndTheRestIsWritten() throws Exception {
    try (Store store = Store.open(directory)) {
      List<Receipt> receipts = new ArrayList<>();
      store.archive.append(Store.started("c1"), store.loop, receipts::add);
      ArchiveRecord.Body huge = new ArchiveRecord.Body("text/plain", new byte[Batch.MAX_BODY + 1]);
      store.archive.append(
          new ArchiveRecord.ChatMessage(
              "m1", Store.NOW, Store.party("alice"), "sip:bob@example.org", huge),
          store.loop,
          receipts::add);
      store.archive.append(Store.ended("c1"), store.loop, receipts::add);
      store.await(receipts, 3);
      assertThat(receipts).hasAtLeastOneElementOfType(Refused.class);
      assertThat(receipts).contains(new Durable(1), new Durable(2));
    }
    assertThat(JournalCheck.verify(directory.resolve("journal")).records()).isEqualTo(2);
  }

  private void assertNowhere(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(4);
      for (Path file : all) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
  }

  private static int sequence(Receipt receipt) {
    return (int) ((Durable) receipt).sequence();
  }
}
