package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.Sequences.Range;
import io.sallyport.server.archive.VerifyReport.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of a purged record on disk: how it comes to be, and that it cannot be faked. */
class EraserTest {
  @TempDir Path directory;

  private static Sequences set(long first, long last) {
    return Sequences.of(List.of(new Range(first, last)));
  }

  private static Purge purge(Sequences bodies, Sequences fields) {
    return new Purge("p1", Store.NOW, "erin", "", bodies.ranges(), fields.ranges(), List.of());
  }

  /** Records 1-4 in one segment, and 5 in the next. */
  private static void fill(Store store) throws IOException {
    store.append(Store.started("c1"));
    store.append(Store.line("m1", "text of m1"));
    store.append(Store.line("m2", "text of m2"));
    store.append(Store.ended("c1"));
    store.archive.keeping().seal();
    store.append(Store.line("m3", "text of m3"));
  }

  @Test
  void theLeafStaysAndWithItEveryHash() throws Exception {
    try (Store store = Store.open(directory)) {
      fill(store);
      store.archive.write(purge(set(2, 2), set(3, 3)));
      store.archive.keeping().seal();
      VerifyReport before = JournalCheck.verify(store.journal, Store.KEY);
      long size = Files.size(SegmentFiles.file(store.journal, 1));
      assertThat(store.archive.keeping().erase(1, set(2, 2), set(3, 3))).isEqualTo(2);
      assertThat(store.archive.keeping().erase(1, set(2, 2), set(3, 3))).isZero();
      VerifyReport after = JournalCheck.verify(store.journal, Store.KEY);
      assertThat(after).isEqualTo(before);
      assertThat(after.ok()).isTrue();
      assertThat(Files.size(SegmentFiles.file(store.journal, 1))).isLessThan(size);
      List<ArchiveReader.Entry> entries = Store.entries(store.journal);
      assertThat(entries)
          .extracting(ArchiveReader.Entry::remains)
          .startsWith(Remains.WHOLE, Remains.FIELDS, Remains.LEAF, Remains.WHOLE);
      assertThat(entries.get(1).fields()).contains("\"m1\"");
      assertThat(entries.get(2).fields()).isEmpty();
      assertThat(entries.get(2).type()).isEqualTo("chat.message");
    }
  }

  @Test
  void whatLiesBehindAPurgedRecordIsStillFoundByItsOldPlace() throws Exception {
    try (Store store = Store.open(directory)) {
      fill(store);
      List<ArchiveReader.Entry> old = Store.entries(store.journal);
      store.archive.write(purge(Sequences.none(), set(2, 2)));
      store.archive.keeping().erase(1, Sequences.none(), set(2, 2));
      SegmentIndex index = new SegmentIndex();
      try (RecordReader reader =
          new RecordReader(store.journal, new MasterCipher(Store.KEY), index)) {
        ArchiveRecord found = reader.read(old.get(2).position(), 3).orElseThrow();
        assertThat(Store.text((ArchiveRecord.ChatMessage) found)).isEqualTo("text of m2");
        assertThat(reader.read(old.get(1).position(), 2)).isEmpty();
        assertThat(reader.read(old.get(4).position(), 5)).isPresent();
        assertThat(reader.read(old.get(3).position(), 4)).isPresent();
        assertThat(index.made()).isEqualTo(1);
        assertThatThrownBy(() -> reader.read(old.get(1).position(), 77)).isInstanceOf(Damage.class);
      }
      List<MessageRow> rows = store.archive.messages(MessageFilter.newest(10));
      assertThat(rows.get(1).position().offset()).isLessThan(old.get(2).position().offset());
      assertThat(store.archive.body(rows.get(1)).bytes()).hasSize(10);
    }
  }

  @Test
  void aPartThatNoLaterPurgeNamesIsMissing() throws Exception {
    try (Store store = Store.open(directory)) {
      fill(store);
      store.archive.keeping().erase(1, set(3, 3), set(2, 2));
      assertThat(problem(store).toString())
          .contains("0000000000000001.sj", "record 2: the record's fields are missing");
      store.archive.write(purge(Sequences.none(), set(2, 2)));
      assertThat(problem(store).toString()).contains("record 3: the record's body is missing");
      store.archive.write(purge(set(3, 3), Sequences.none()));
      assertThat(JournalCheck.verify(store.journal, Store.KEY).ok()).isTrue();
    }
  }

  @Test
  void aPurgeOfTheBodyDoesNotAllowTheFieldsToGoAndNoEarlierOneCounts() throws Exception {
    try (Store store = Store.open(directory)) {
      store.archive.write(purge(Sequences.none(), set(1, 9)));
      store.append(Store.line("m1", "text"));
      store.archive.keeping().seal();
      store.archive.write(purge(set(2, 2), Sequences.none()));
      store.archive.keeping().erase(1, Sequences.none(), set(2, 2));
      assertThat(problem(store).sequence()).isEqualTo(2);
    }
  }

  @Test
  void aPurgeThatWasItselfPurgedIsDamage() throws Exception {
    try (Store store = Store.open(directory)) {
      store.archive.write(purge(Sequences.none(), Sequences.none()));
      store.archive.keeping().seal();
      store.archive.write(purge(Sequences.none(), set(1, 1)));
      store.archive.keeping().erase(1, Sequences.none(), set(1, 1));
      assertThat(problem(store).what()).contains("can itself not be purged");
    }
  }

  private static Problem problem(Store store) throws IOException {
    return JournalCheck.verify(store.journal).problem().orElseThrow();
  }

  @Test
  void everyFlippedBitAndEveryCutOfAPurgedSegmentIsFound() throws Exception {
    Path journal;
    try (Store store = Store.open(directory)) {
      journal = store.journal;
      store.append(Store.line("m1", "1"));
      store.append(Store.line("m2", "2"));
      store.archive.keeping().seal();
      store.archive.write(purge(set(1, 1), set(2, 2)));
      store.archive.keeping().erase(1, set(1, 1), set(2, 2));
    }
    Path file = SegmentFiles.file(journal, 1);
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      assertThat(JournalCheck.verify(journal).problem()).as("bit %d", bit).isPresent();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    for (int length = bytes.length - 1; length >= 0; length--) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(JournalCheck.verify(journal).problem()).as("length %d", length).isPresent();
    }
    Files.write(file, bytes);
    assertThat(JournalCheck.verify(journal).ok()).isTrue();
  }

  @Test
  void aWholeRecordCannotCallItselfPurgedNorAPurgedOneWhole() throws Exception {
    try (Store store = Store.open(directory)) {
      fill(store);
      store.archive.write(purge(set(2, 2), set(3, 3)));
      Path file = SegmentFiles.file(store.journal, 1);
      byte[] whole = Files.readAllBytes(file);
      whole[SegmentHeader.LENGTH + 2] = 'P';
      Files.write(file, magic(whole, 'P'));
      assertThat(problem(store).what()).contains("purged, and nothing of it is missing");
      Files.write(file, magic(whole, 'R'));
      store.archive.keeping().erase(1, set(2, 2), set(3, 3));
      byte[] purged = Files.readAllBytes(file);
      int second = secondRecord(file);
      assertThat(purged[second + 2]).isEqualTo((byte) 'P');
      purged[second + 2] = 'R';
      Files.write(file, purged);
      assertThat(problem(store).what()).contains("body does not match its digest");
    }
  }

  private static byte[] magic(byte[] segment, char letter) {
    segment[SegmentHeader.LENGTH + 2] = (byte) letter;
    return segment;
  }

  private static int secondRecord(Path file) throws Exception {
    try (SegmentReader reader = SegmentReader.open(file)) {
      reader.header();
      reader.next();
      return (int) reader.offset();
    }
  }

  @Test
  void aDiskThatFailsAtAnyStepLeavesTheOldSegmentOrTheNew() throws Exception {
    long operations = -1;
    for (long fail = 1; operations < 0 || fail <= operations; fail++) {
      Path place = directory.resolve("fail-" + fail);
      FaultyDisk disk = new FaultyDisk();
      try (Store store = new Store(place, Store.settings(), disk)) {
        fill(store);
        store.archive.write(purge(set(2, 2), set(3, 3)));
        store.archive.keeping().seal();
        long before = disk.operations.get();
        disk.failFrom = before + fail;
        disk.failUpTo = before + fail;
        try {
          store.archive.keeping().erase(1, set(2, 2), set(3, 3));
          operations = fail - 1;
        } catch (IOException full) {
          assertThat(full).hasMessageContaining("No space left");
        }
        disk.failFrom = Long.MAX_VALUE;
        assertThat(JournalCheck.verify(store.journal, Store.KEY).ok()).isTrue();
      }
      try (Store store = Store.open(place)) {
        assertThat(names(store.journal)).noneMatch(name -> name.endsWith(".new"));
        store.archive.keeping().erase(1, set(2, 2), set(3, 3));
        assertThat(JournalCheck.verify(store.journal, Store.KEY).ok()).isTrue();
        assertThat(Store.entries(store.journal).get(2).remains()).isEqualTo(Remains.LEAF);
      }
    }
    assertThat(operations).isGreaterThanOrEqualTo(5);
  }

  private static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @Test
  void aDamagedSegmentIsLeftAsItIs() throws Exception {
    try (Store store = Store.open(directory)) {
      fill(store);
      Path file = SegmentFiles.file(store.journal, 1);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      assertThatThrownBy(() -> store.archive.keeping().erase(1, set(2, 2), set(3, 3)))
          .hasMessageContaining("is damaged and stays as it is");
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      assertThat(names(store.journal)).noneMatch(name -> name.endsWith(".new"));
    }
  }

  @Test
  void setsOfSequencesJoinAndSubtract() {
    Sequences some = Sequences.ofEach(List.of(5L, 1L, 2L, 9L, 2L));
    assertThat(some.ranges()).containsExactly(new Range(1, 2), new Range(5, 5), new Range(9, 9));
    assertThat(some.count()).isEqualTo(4);
    assertThat(some.contains(3)).isFalse();
    assertThat(some.contains(9)).isTrue();
    assertThat(some.intersects(3, 4)).isFalse();
    assertThat(some.intersects(3, 5)).isTrue();
    assertThat(set(1, 9).minus(some)).isEqualTo(Sequences.ofEach(List.of(3L, 4L, 6L, 7L, 8L)));
    assertThat(some.minus(set(1, 9)).isEmpty()).isTrue();
    assertThat(some.with(set(3, 4))).isEqualTo(Sequences.ofEach(List.of(1L, 2L, 3L, 4L, 5L, 9L)));
  }
}
