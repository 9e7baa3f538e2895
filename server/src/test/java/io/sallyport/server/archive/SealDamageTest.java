package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.VerifyReport.Problem;
import io.sallyport.server.seal.VerifierKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to an archive's files, verify names it. */
class SealDamageTest {
  @TempDir Path directory;
  private Path data;
  private Path journal;
  private List<VerifierKey> keys;

  @BeforeEach
  void name() {
    data = directory.resolve("data");
    journal = data.resolve("journal");
  }

  private void write(int runs, int records) throws IOException {
    for (int run = 0; run < runs; run++) {
      try (SealedJournal sealed = SealedJournal.open(data)) {
        sealed.append(records);
      }
    }
    keys = SealedJournal.publicKeys(data);
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
  }

  /** All files that are checked; the lock is none. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(journal)) {
      return files.filter(Files::isRegularFile).filter(f -> !f.endsWith("lock")).sorted().toList();
    }
  }

  private Problem problem() throws IOException {
    return problem("");
  }

  private Problem problem(String outside) throws IOException {
    return SealedJournal.verify(data, keys, outside).problem().orElseThrow();
  }

  private static void flip(Path file, byte[] bytes, int bit) throws IOException {
    byte flipped = (byte) (bytes[bit / 8] ^ 1 << bit % 8);
    put(file, bit / 8, flipped);
  }

  private static void put(Path file, int at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }

  @Test
  void everyFlippedBitOfASmallArchiveIsFoundInItsFile() throws Exception {
    write(1, 3);
    long bits = 0;
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      String name = journal.relativize(file).toString();
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        flip(file, bytes, bit);
        Problem found = problem();
        assertThat(found.segment()).as("bit %s of %s", bit, name).isEqualTo(name);
        assertThat(found.offset()).isLessThanOrEqualTo(bit / 8);
        put(file, bit / 8, bytes[bit / 8]);
        bits++;
      }
    }
    assertThat(bits).isGreaterThan(20_000);
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
  }

  @Test
  void flippedBitsOfALargerArchiveAreFound() throws Exception {
    write(3, 500);
    Random random = new Random(5);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      String name = journal.relativize(file).toString();
      for (int i = 0; i < 25; i++) {
        int bit = random.nextInt(bytes.length * 8);
        flip(file, bytes, bit);
        assertThat(problem().segment()).as("bit %s of %s", bit, name).isEqualTo(name);
        put(file, bit / 8, bytes[bit / 8]);
      }
    }
  }

  @Test
  void cutExtendedEmptiedAndMissingFilesAreFound() throws Exception {
    write(2, 300);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      String name = journal.relativize(file).toString();
      boolean newest = name.endsWith(".sj") && file.equals(Store.newest(journal));
      // the newest checkpoint's file is written after the history, which then is what is cut
      for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThat(SealedJournal.verify(data).problem())
            .as("%s cut to %s", name, length)
            .isPresent();
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 40);
      Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
      Files.write(file, longer);
      VerifyReport extended = SealedJournal.verify(data);
      // nobody can tell bytes behind the last record or checkpoint from the remains of a crash
      boolean noted = newest || name.startsWith("checkpoints/");
      assertThat(extended.problem().isPresent()).as("%s extended", name).isEqualTo(!noted);
      assertThat(noted && extended.notes().isEmpty()).isFalse();
      Files.delete(file);
      boolean needless = name.contains(".p/") && !isEdge(name);
      assertThat(SealedJournal.verify(data).problem().isPresent())
          .as("%s missing", name)
          .isEqualTo(!needless);
      Files.write(file, bytes);
    }
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
  }

  /** Whether the newest checkpoint, over 600 records, needs this partial tile. */
  private static boolean isEdge(String name) {
    return name.equals("tile/0/002.p/88") || name.equals("tile/1/000.p/2");
  }

  @Test
  void swappedDoubledAndStrangeFilesAreFound() throws Exception {
    write(2, 600);
    List<Path> tiles = files().stream().filter(f -> f.toString().matches(".*/0/00[0-3]")).toList();
    assertThat(tiles).hasSize(4);
    Path aside = directory.resolve("aside");
    for (int i = 1; i < tiles.size(); i++) {
      swap(tiles.get(0), tiles.get(i), aside);
      assertThat(problem().segment()).isEqualTo("tile/0/000");
      swap(tiles.get(0), tiles.get(i), aside);
    }
    for (String stranger :
        List.of("tile/0/7", "tile/x", "tile/0/009", "tile/1/000.p/9", "tile/2/000", "tile/9/000")) {
      Path file = journal.resolve(stranger);
      Files.createDirectories(file.getParent());
      Files.copy(tiles.get(0), file);
      assertThat(problem().segment()).isEqualTo(stranger);
      Files.delete(file);
    }
    Files.copy(tiles.get(0), journal.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(problem().segment()).isEqualTo("checkpoint");
  }

  private static void swap(Path one, Path other, Path aside) throws IOException {
    Files.move(one, aside);
    Files.move(other, one);
    Files.move(aside, other);
  }

  @Test
  void aDirectoryThatWasSetBackIsSeenByACheckpointFromOutside() throws Exception {
    write(2, 50);
    Path earlier = directory.resolve("earlier");
    Store.copy(data, earlier);
    write(1, 50);
    String outside = Files.readString(journal.resolve("checkpoint"));
    assertThat(SealedJournal.verify(data, keys, outside).problem()).isEmpty();
    Store.delete(data);
    Store.copy(earlier, data);

    // with its keys, so that nothing here contradicts anything
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
    Problem problem = problem(outside);
    assertThat(problem.sequence()).isEqualTo(101);
    assertThat(problem.what()).contains("set back to an earlier state");

    // and the server that goes on from there makes another history
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(80);
    }
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
    assertThat(problem(outside).what()).contains("made of other records: one of 1 to 150");
    String both = outside + "\n" + Files.readString(journal.resolve("checkpoint"));
    assertThat(problem(both).segment()).isEqualTo("checkpoint from outside");
  }

  @Test
  void aTailThatWasCutOffIsSeenBackToTheCheckpointOutside() throws Exception {
    write(1, 40);
    Path earlier = directory.resolve("earlier");
    Store.copy(data, earlier);
    write(1, 10);
    String outside = Files.readString(journal.resolve("checkpoint"));
    // journal, tiles and checkpoints cut, the keys left
    Store.delete(journal);
    Store.copy(earlier.resolve("journal"), journal);
    assertThat(SealedJournal.verify(data).problem()).isEmpty();
    assertThat(problem(outside).sequence()).isEqualTo(41);
  }

  @Test
  void anInsiderWhoWritesTheJournalAnewIsSeenByTheCheckpoints() throws Exception {
    write(2, 300);
    // everything that needs no key is made as it would be for other records
    Path forged = directory.resolve("forged");
    try (SealedJournal sealed = SealedJournal.open(forged)) {
      sealed.append(Store.line("m", "what was never said"));
      sealed.append(599);
    }
    for (String kept : List.of("checkpoint", "checkpoints")) {
      Store.delete(forged.resolve("journal/" + kept));
      Store.copy(journal.resolve(kept), forged.resolve("journal/" + kept));
    }
    assertThat(JournalCheck.verify(forged.resolve("journal")).problem()).isEmpty();
    Problem problem = SealedJournal.verify(forged, keys, "").problem().orElseThrow();
    assertThat(problem.segment()).startsWith("checkpoints/");
    assertThat(problem.what()).contains("one of 1 to 300 was changed since");
  }

  @Test
  void anInsiderWithTheKeysOfNowCannotMakeCheckpointsOfThen() throws Exception {
    write(3, 20);
    // the log's key never changes: with it a whole new archive can be made
    Path forged = directory.resolve("forged");
    Files.createDirectories(SealedJournal.keys(forged));
    for (String key : List.of("seal.key", "seal-epoch.key")) {
      Files.copy(
          SealedJournal.keys(data).resolve(key),
          SealedJournal.keys(forged).resolve(key),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.write(
        SealedJournal.keys(forged).resolve("seal-epoch.key"),
        epochKeyOfTheFirst(SealedJournal.keys(forged).resolve("seal-epoch.key")));
    try (SealedJournal sealed = SealedJournal.open(forged)) {
      sealed.append(60);
    }
    assertThat(SealedJournal.verify(forged, keys.subList(0, 1), "").problem()).isEmpty();
    // but its first epoch is not the one whose public key was given out at the first start
    assertThat(SealedJournal.verify(forged, keys, "").problem().orElseThrow().what())
        .contains("first epoch's key is not the one");
  }

  /** The same seed under the number of a first key: all that the thief of the key can do. */
  private static byte[] epochKeyOfTheFirst(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putLong(8, 1);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  @Test
  void aCrashAtEveryByteOfTheLastWritesIsRecovered() throws Exception {
    write(1, 255);
    Path before = directory.resolve("before");
    Store.copy(data, before);
    write(1, 2);
    Path after = directory.resolve("after");
    Store.copy(data, after);
    List<String> written = new ArrayList<>();
    for (Path file : files()) {
      String name = journal.relativize(file).toString();
      Path old = before.resolve("journal").resolve(name);
      if (name.startsWith("tile/") && !Files.exists(old)) {
        written.add(name);
      }
    }
    assertThat(written).contains("tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1");
    // records are durable, tiles half written, and no checkpoint was made of them
    for (String name : written) {
      byte[] bytes = Files.readAllBytes(after.resolve("journal").resolve(name));
      for (int cut = 0; cut <= bytes.length; cut += bytes.length > 256 && cut > 8 ? 97 : 1) {
        for (String suffix : List.of("", ".part")) {
          crashed(before, after, name + suffix, Arrays.copyOf(bytes, cut));
          if (!suffix.isEmpty()) {
            assertThat(SealedJournal.verify(data).problem()).isEmpty();
          }
          SealedJournal.open(data).close();
          VerifyReport report = SealedJournal.verify(data);
          assertThat(report.problem()).as("%s cut to %s", name + suffix, cut).isEmpty();
          assertThat(report.records()).isEqualTo(257);
        }
      }
    }
  }

  private void crashed(Path before, Path after, String name, byte[] bytes) throws IOException {
    Store.delete(data);
    Store.copy(before, data);
    for (Path segment : SegmentFiles.list(after.resolve("journal"))) {
      Files.copy(
          segment, journal.resolve(segment.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.copy(
        after.resolve("journal/head"),
        journal.resolve("head"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(journal.resolve(name).getParent());
    Files.write(journal.resolve(name), bytes);
    keysPrivate();
  }

  /** A copy has the permissions of any new file. */
  private void keysPrivate() throws IOException {
    for (String key : List.of("seal.key", "seal-epoch.key")) {
      Files.setPosixFilePermissions(
          SealedJournal.keys(data).resolve(key), PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aCheckpointThatACrashCutShortAtAnyByteIsMadeAnew() throws Exception {
    write(1, 5);
    Path history = journal.resolve("checkpoints/0000000000000001");
    long whole = Files.size(history);
    Path before = directory.resolve("before");
    Store.copy(data, before);
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(1);
    }
    byte[] longer = Files.readAllBytes(history);
    byte[] key = Files.readAllBytes(SealedJournal.keys(before).resolve("seal-epoch.key"));
    byte[] newest = Files.readAllBytes(before.resolve("journal/checkpoint"));
    for (int cut = (int) whole; cut < longer.length; cut += 3) {
      Files.write(history, Arrays.copyOf(longer, cut));
      Files.write(SealedJournal.keys(data).resolve("seal-epoch.key"), key);
      Files.write(journal.resolve("checkpoint"), newest);
      assertThat(SealedJournal.verify(data).problem()).as("cut to %s", cut).isEmpty();
      SealedJournal.open(data).close();
      VerifyReport report = SealedJournal.verify(data);
      assertThat(report.problem()).isEmpty();
      assertThat(report.notes()).isEmpty();
    }
  }
}
