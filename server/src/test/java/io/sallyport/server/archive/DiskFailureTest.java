package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.Journal.Receipt;
import io.sallyport.server.archive.Journal.Receipt.Durable;
import io.sallyport.server.archive.Journal.Receipt.Refused;
import io.sallyport.server.base.ManualLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {
  @TempDir Path directory;

  @Test
  void whicheverOperationFailsNothingIsCalledDurableThatIsNot() throws Exception {
    for (boolean torn : new boolean[] {false, true}) {
      for (int n = 1; n <= 16; n++) {
        FaultyDisk disk = new FaultyDisk();
        disk.tearWrites = torn;
        Path journal = directory.resolve("journal-" + torn + n);
        TreeMap<Long, String> acknowledged = new TreeMap<>();
        try (JournalFixture fixture = new JournalFixture(journal, Store.settings(), disk)) {
          disk.failFrom = disk.operations.get() + n;
          ManualLoop loop = new ManualLoop("test");
          for (int i = 0; i < 12; i++) {
            List<Receipt> receipts = new ArrayList<>();
            fixture.append(Store.started("c" + i), loop, receipts);
            Awaitility.await()
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(
                    () -> {
                      loop.run();
                      return !receipts.isEmpty();
                    });
            if (receipts.get(0) instanceof Durable durable) {
              assertThat(acknowledged.put(durable.sequence(), "c" + i)).isNull();
            }
          }
          assertThat(fixture.writer.accepting()).isFalse();
          assertThat(fixture.writer.failing()).isPresent();
        }
        assertThat(acknowledged).hasSizeLessThan(12);
        assertAllThere(journal, acknowledged);
        try (JournalFixture again = JournalFixture.open(journal)) {
          assertThat(again.found.damages()).isEmpty();
        }
        assertAllThere(journal, acknowledged);
        assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
      }
    }
  }

  @Test
  void theJournalIsWrittenAgainOnceTheDiskAllowsIt() throws Exception {
    for (int failures = 1; failures <= 3; failures++) {
      FaultyDisk disk = new FaultyDisk();
      disk.tearWrites = true;
      Path journal = directory.resolve("journal" + failures);
      try (JournalFixture fixture = new JournalFixture(journal, Store.settings(), disk)) {
        ManualLoop loop = new ManualLoop("test");
        List<Receipt> receipts = new ArrayList<>();
        fixture.append(Store.started("before"));
        Awaitility.await().until(() -> Head.read(journal).orElseThrow().sequence() == 1);
        disk.failUpTo = disk.operations.get() + failures;
        disk.failFrom = disk.operations.get() + 1;
        fixture.append(Store.started("refused"), loop, receipts);
        Awaitility.await()
            .until(
                () -> {
                  loop.run();
                  return receipts.size() == 1;
                });
        Awaitility.await().until(fixture.writer::accepting);
        fixture.append(Store.started("after"), loop, receipts);
        Awaitility.await().until(() -> fixture.writer.durable() == 2);
        Awaitility.await()
            .until(
                () -> {
                  loop.run();
                  return receipts.size() == 2;
                });
        assertThat(receipts.get(0)).isInstanceOf(Refused.class);
        assertThat(receipts.get(1)).isEqualTo(new Durable(2));
      }
      assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
      assertThat(Store.entries(journal))
          .extracting(e -> e.fields().contains("refused"))
          .containsExactly(false, false);
    }
  }

  @Test
  void theEndOfACallThatCouldNotBeWrittenFollowsWhenTheDiskAllowsIt() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Path journal = directory.resolve("journal");
    try (JournalFixture fixture = new JournalFixture(journal, Store.settings(), disk)) {
      fixture.append(Store.started("c"));
      disk.failUpTo = Integer.MAX_VALUE;
      disk.failFrom = disk.operations.get() + 1;
      fixture.writer.append(new Batch.Waiting(Store.ended("c"), null, null));
      fixture.writer.append(new Batch.Waiting(Store.started("refused"), null, null));
      Awaitility.await().until(() -> fixture.writer.failing().isPresent());
      fixture.writer.append(new Batch.Waiting(Store.ended("another"), null, null));
      disk.failUpTo = 0;
      Awaitility.await().until(() -> fixture.writer.durable() == 3);
    }
    assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
    assertThat(Store.entries(journal))
        .extracting(e -> e.type())
        .containsExactly("call.started", "call.ended", "call.ended");
  }

  @Test
  void aDiskThatFailsWhileTheSegmentChangesLosesNothing() throws Exception {
    ArchiveSettings small = new ArchiveSettings(1, 100, 0, 1_000);
    for (int n = 1; n <= 8; n++) {
      FaultyDisk disk = new FaultyDisk();
      Path journal = directory.resolve("journal" + n);
      List<Receipt> receipts = new ArrayList<>();
      try (JournalFixture fixture = new JournalFixture(journal, small, disk)) {
        fixture.append(Store.line("full", "x".repeat(1 << 20)));
        Awaitility.await().until(() -> Head.read(journal).orElseThrow().sequence() == 1);
        ManualLoop loop = new ManualLoop("test");
        disk.failUpTo = disk.operations.get() + n + 1;
        disk.failFrom = disk.operations.get() + n;
        for (int i = 0; i < 3; i++) {
          Awaitility.await().until(fixture.writer::accepting);
          int expected = i + 1;
          fixture.append(Store.started("c" + i), loop, receipts);
          Awaitility.await()
              .pollInterval(1, TimeUnit.MILLISECONDS)
              .until(
                  () -> {
                    loop.run();
                    return receipts.size() == expected;
                  });
        }
      }
      long durable = receipts.stream().filter(Durable.class::isInstance).count();
      assertThat(durable).as("operation %s", n).isGreaterThanOrEqualTo(1);
      assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
      assertThat(Store.entries(journal)).hasSize((int) durable + 1);
    }
  }

  @Test
  void behindAnFsyncThatDoesNotReturnEverythingIsRefusedAfterAWhile() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Path journal = directory.resolve("journal");
    ManualLoop loop = new ManualLoop("test");
    List<Receipt> receipts = new ArrayList<>();
    try (JournalFixture fixture =
        new JournalFixture(journal, Store.settings(), disk, Duration.ofMillis(300))) {
      fixture.append(Store.started("c0"));
      CountDownLatch stuck = new CountDownLatch(1);
      disk.holdForces = stuck;
      fixture.append(Store.started("c1"), loop, receipts);
      Awaitility.await().until(() -> fixture.writer.queued() == 0);
      fixture.append(Store.started("c2"), loop, receipts);
      assertThat(fixture.writer.queued()).isEqualTo(1);
      Awaitility.await().until(() -> !fixture.writer.accepting());
      fixture.append(Store.ended("c0"), loop, receipts);
      loop.run();
      // the one in the queue and the one that came later; nothing is said of the one on its way
      assertThat(receipts).hasSize(2).allMatch(Refused.class::isInstance);
      assertThat(((Refused) receipts.get(0)).why()).startsWith("the disk has not answered for");
      assertThat(fixture.writer.failing()).isPresent();

      stuck.countDown();
      Awaitility.await().until(fixture.writer::accepting);
      fixture.append(Store.started("c3"), loop, receipts);
      Awaitility.await()
          .until(
              () -> {
                loop.run();
                return receipts.size() == 4;
              });
      assertThat(receipts.subList(2, 4)).containsExactly(new Durable(2), new Durable(3));
    }
    assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
    assertThat(Store.entries(journal)).hasSize(3);
  }

  @Test
  void theReserveOfDiskIsForClosingWhatRuns() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    ArchiveSettings settings = new ArchiveSettings(64, 100, 10, 1_000);
    try (Store store = new Store(directory, settings, disk)) {
      assertThat(store.append(Store.started("c1"))).isEqualTo(new Durable(1));
      disk.free = 9 << 20;
      Awaitility.await().until(() -> !store.archive.accepting());
      assertThat(store.append(Store.started("c2")))
          .isEqualTo(new Refused("only 9 MB of disk are free, 10 are kept in reserve"));
      assertThat(store.append(Store.line("m1", "hello"))).isInstanceOf(Refused.class);
      assertThat(store.append(Store.ended("c1"))).isEqualTo(new Durable(2));
      assertThat(store.archive.check().detail()).contains("only 9 MB");
      disk.free = 11 << 20;
      Awaitility.await().until(store.archive::accepting);
      assertThat(store.append(Store.started("c3"))).isEqualTo(new Durable(3));
    }
  }

  private static void assertAllThere(Path journal, TreeMap<Long, String> acknowledged)
      throws Exception {
    TreeMap<Long, String> there = new TreeMap<>();
    for (ArchiveReader.Entry entry : Store.entries(journal)) {
      there.put(entry.sequence(), ((ArchiveRecord.CallStarted) entry.entry().get()).call());
    }
    assertThat(there).containsAllEntriesOf(acknowledged);
  }
}
