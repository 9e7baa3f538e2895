package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.Journal.Receipt;
import io.sallyport.server.base.ManualLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path directory;

  /** One record, then a commit of three that share an fsync; the head of before that commit. */
  private byte[] headBeforeLastCommit() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Path journal = directory.resolve("whole");
    try (JournalFixture fixture = new JournalFixture(journal, Store.settings(), disk)) {
      fixture.append(Store.started("c0"));
      Awaitility.await().until(() -> Head.read(journal).orElseThrow().sequence() == 1);
      disk.holdForces = new CountDownLatch(1);
      List<Receipt> receipts = new ArrayList<>();
      ManualLoop loop = new ManualLoop("test");
      fixture.append(Store.started("c1"), loop, receipts);
      Awaitility.await().until(() -> fixture.writer.queued() == 0);
      fixture.append(Store.line("m1", "one"), loop, receipts);
      fixture.append(Store.line("m2", "two"), loop, receipts);
      fixture.append(Store.ended("c1"), loop, receipts);
      disk.holdForces.countDown();
      Awaitility.await().until(() -> fixture.writer.durable() == 5);
    }
    Head five = Head.read(journal).orElseThrow();
    byte[] hashOfTwo = null;
    try (JournalCursor cursor = new JournalCursor(journal, 0, 5, damage -> {})) {
      for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
        hashOfTwo = frame.sequence() == 2 ? frame.verifiedHash(new Hashes()) : hashOfTwo;
      }
    }
    return new Head(five.log(), 2, hashOfTwo).encode().array();
  }

  @Test
  void aCutAtAnyByteOfTheUnfinishedCommitRecoversToTheLastWholeRecord() throws Exception {
    byte[] head = headBeforeLastCommit();
    Path whole = SegmentFiles.file(directory.resolve("whole"), 1);
    byte[] bytes = Files.readAllBytes(whole);
    List<Entry> entries = Store.entries(directory.resolve("whole"));
    Path journal = Files.createDirectory(directory.resolve("cut"));
    Path segment = SegmentFiles.file(journal, 1);
    for (int cut = (int) entries.get(2).position().offset(); cut < bytes.length; cut++) {
      int room = cut % 2 == 0 ? 0 : 3_000;
      Files.write(segment, Arrays.copyOf(Arrays.copyOf(bytes, cut), cut + room));
      Files.write(journal.resolve(Head.FILE), head);
      int length = cut;
      long begun = entries.stream().filter(e -> e.position().offset() <= length).count();
      long kept = begun - 1;
      long keptBytes = entries.get((int) kept).position().offset();

      assertThat(JournalCheck.verify(journal).problem()).isEmpty();
      Recovery.End end = Recovery.run(journal, new Disk());
      assertThat(end.damages()).isEmpty();
      assertThat(end.last()).isEqualTo(kept);
      assertThat(end.dropped()).isEqualTo(cut == keptBytes ? 0 : cut - keptBytes + room);
      assertThat(Files.size(segment)).isEqualTo(keptBytes);
      assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
    }
  }

  @Test
  void aCommitWhosePagesReachedTheDiskInAnyOrderIsCutOff() throws Exception {
    byte[] head = headBeforeLastCommit();
    byte[] bytes = Files.readAllBytes(SegmentFiles.file(directory.resolve("whole"), 1));
    int third = (int) Store.entries(directory.resolve("whole")).get(2).position().offset();
    int fourth = (int) Store.entries(directory.resolve("whole")).get(3).position().offset();
    Arrays.fill(bytes, third, fourth, (byte) 0);
    Path journal = Files.createDirectory(directory.resolve("hole"));
    Files.write(SegmentFiles.file(journal, 1), bytes);
    Files.write(journal.resolve(Head.FILE), head);

    VerifyReport report = JournalCheck.verify(journal);
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).hasSize(1);
    Recovery.End end = Recovery.run(journal, new Disk());
    assertThat(end.damages()).isEmpty();
    assertThat(end.last()).isEqualTo(2);
  }

  @Test
  void aHoleInWhatWasDurableIsNeverCutOff() throws Exception {
    headBeforeLastCommit();
    Path journal = directory.resolve("whole");
    Path segment = SegmentFiles.file(journal, 1);
    byte[] bytes = Files.readAllBytes(segment);
    int second = (int) Store.entries(journal).get(1).position().offset();
    bytes[second + 30] ^= 1;
    Files.write(segment, bytes);

    for (int start = 0; start < 3; start++) {
      try (JournalFixture fixture = JournalFixture.open(journal)) {
        assertThat(fixture.found.damages().isEmpty()).isEqualTo(start > 0);
        assertThat(fixture.found.last()).isEqualTo(5 + start);
        fixture.append(Store.started("later"));
      }
      assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
      assertThat(JournalCheck.verify(journal).problem().orElseThrow().sequence()).isEqualTo(2);
    }
  }

  @Test
  void recordsThatWereCutOffTheEndAreMissedAndTheirSequenceIsNotGivenOutAgain() throws Exception {
    headBeforeLastCommit();
    Path journal = directory.resolve("whole");
    Path segment = SegmentFiles.file(journal, 1);
    int fifth = (int) Store.entries(journal).get(4).position().offset();
    Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), fifth));
    assertThat(JournalCheck.verify(journal).problem().orElseThrow().what()).contains("are missing");

    try (JournalFixture fixture = JournalFixture.open(journal)) {
      assertThat(fixture.found.damages()).hasSize(1).first().asString().contains("are gone");
      fixture.append(Store.started("later"));
      assertThat(fixture.writer.durable()).isEqualTo(6);
    }
    VerifyReport.Problem problem = JournalCheck.verify(journal).problem().orElseThrow();
    assertThat(problem.sequence()).isEqualTo(5);
  }

  @Test
  void aSegmentThatACrashLeftUnbornIsMadeAnew() throws Exception {
    headBeforeLastCommit();
    Path journal = directory.resolve("whole");
    Path next = SegmentFiles.file(journal, 6);
    byte[] header = Files.readAllBytes(SegmentFiles.file(journal, 1));
    for (int length = 0; length < SegmentHeader.LENGTH; length += 7) {
      Files.write(next, Arrays.copyOf(header, length), StandardOpenOption.CREATE_NEW);
      assertThat(JournalCheck.verify(journal).problem()).isEmpty();
      assertThat(Recovery.run(journal, new Disk()).last()).isEqualTo(5);
      assertThat(next).doesNotExist();
    }
  }

  @Test
  void aJournalKilledAtAnyMomentOpensAgainWithAllThatWasDurable() throws Exception {
    Path journal = directory.resolve("live");
    try (JournalFixture fixture = JournalFixture.open(journal)) {
      for (int i = 0; i < 30; i++) {
        for (int j = 0; j < 10; j++) {
          fixture.writer.append(new Batch.Waiting(Store.started("c" + i + "-" + j), null, null));
        }
        long acknowledged = fixture.writer.durable();
        Path copy = directory.resolve("copy" + i);
        snapshot(journal, copy);
        try (JournalFixture second = JournalFixture.open(copy)) {
          assertThat(second.found.damages()).isEmpty();
          assertThat(second.found.last()).isGreaterThanOrEqualTo(acknowledged);
          second.append(Store.ended("c" + i));
        }
        assertThat(JournalCheck.verify(copy, Store.KEY).problem()).isEmpty();
        assertThat(JournalCheck.verify(journal).problem()).isEmpty();
      }
    }
  }

  /** What a kill leaves: the head as it is, and the segments at that moment or a little later. */
  private static void snapshot(Path journal, Path copy) throws IOException {
    Files.createDirectories(copy);
    Files.copy(journal.resolve(Head.FILE), copy.resolve(Head.FILE));
    for (Path segment : SegmentFiles.list(journal)) {
      Files.copy(segment, copy.resolve(segment.getFileName()));
    }
  }
}
