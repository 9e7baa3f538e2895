package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.VerifyReport.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a recording's file, verify names it, without any key. */
class RecordingDamageTest {
  @TempDir Path directory;
  private Path data;
  private Recorded recorded;

  @BeforeEach
  void open() throws IOException {
    data = directory.resolve("data");
    recorded = new Recorded(data);
  }

  private void journal(ArchiveRecord... records) throws IOException {
    try (SealedJournal sealed = SealedJournal.open(data)) {
      for (ArchiveRecord each : records) {
        sealed.append(each);
      }
    }
  }

  private VerifyReport verify() throws IOException {
    return SealedJournal.verify(data);
  }

  private Problem problem() throws IOException {
    return verify().problem().orElseThrow();
  }

  private Path file(String place) {
    return SealedJournal.objects(data).resolve(place);
  }

  /** Recordings c1 and c2 by records 1 to 4. */
  private void two(int... chunksOfTheSecond) throws IOException {
    RecordingClosed first = recorded.finished("c1", 10);
    RecordingClosed second = recorded.finished("c2", chunksOfTheSecond);
    journal(Recorded.started("c1"), Recorded.started("c2"), first, second);
    assertThat(verify().problem()).isEmpty();
    assertThat(verify().recordings()).isEqualTo(2);
    assertThat(verify().notes()).isEmpty();
  }

  @Test
  void everyFlippedBitOfASmallRecordingIsFoundInItsChunk() throws Exception {
    two(40, 0, 25);
    Path file = file("2r/c2-r.so");
    byte[] bytes = Files.readAllBytes(file);
    int[] begins = {0, 105, 105 + 88, 105 + 88 + 48};
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      Problem found = problem();
      assertThat(found.segment()).as("bit %d", bit).isEqualTo("objects/2r/c2-r.so");
      assertThat(found.sequence()).isEqualTo(4);
      int at = bit / 8;
      int begin = Arrays.stream(begins).filter(b -> b <= at).max().orElseThrow();
      assertThat(found.offset()).as("bit %d: %s", bit, found).isEqualTo(begin);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    Files.write(file, bytes);
    assertThat(verify().problem()).isEmpty();
  }

  @Test
  void flippedBitsOfALargeRecordingAreFound() throws Exception {
    two(64_000, 64_000, 64_000, 64_000, 30_000);
    Path file = file("2r/c2-r.so");
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int bit = random.nextInt(bytes.length * 8);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      assertThat(problem().segment()).as("bit %d", bit).isEqualTo("objects/2r/c2-r.so");
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void cutLongerSwappedAndMissingFilesAreFound() throws Exception {
    two(40, 25);
    Path file = file("2r/c2-r.so");
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(problem().sequence()).as("cut to %d", length).isEqualTo(4);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertThat(problem().toString())
        .isEqualTo(
            "objects/2r/c2-r.so, offset %d, record 4: 1 bytes follow its last chunk"
                .formatted(bytes.length));
    Files.write(file, Files.readAllBytes(file("1r/c1-r.so")));
    assertThat(problem().what()).contains("digest is not the one on record");
    Files.delete(file);
    assertThat(problem().what()).contains("missing, and no later purge names it");
    Files.write(file, bytes);
    assertThat(verify().problem()).isEmpty();
    assertThat(JournalCheck.verify(data.resolve("journal")).ok()).isTrue();
  }

  @Test
  void theFirstBadRecordingIsTheOneThatIsNamed() throws Exception {
    two(40);
    Files.delete(file("2r/c2-r.so"));
    assertThat(problem().sequence()).isEqualTo(4);
    Files.delete(file("1r/c1-r.so"));
    assertThat(problem().sequence()).isEqualTo(3);
  }

  @Test
  void aRecordingThatAPurgeTookMayBeMissingAndOneThatAHoldSavedMayNot() throws Exception {
    two(40);
    Purge both =
        new Purge("p1", Store.NOW, "erin", "", List.of(), List.of(), List.of("c1-r", "c2-r"));
    Files.delete(file("1r/c1-r.so"));
    journal(both);
    assertThat(verify().problem()).isEmpty();
    // interrupted: it may have come to the second one too
    byte[] second = Files.readAllBytes(file("2r/c2-r.so"));
    Files.delete(file("2r/c2-r.so"));
    assertThat(verify().problem()).isEmpty();
    journal(new PurgeCompleted("p1", Store.NOW, List.of(), List.of(), List.of(), List.of("c1-r")));
    assertThat(problem().sequence()).isEqualTo(4);
    Files.write(file("2r/c2-r.so"), second);
    assertThat(verify().problem()).isEmpty();
    Files.write(file("1r/c1-r.so"), second);
    assertThat(verify().notes())
        .containsExactly("objects/1r/c1-r.so was purged, and is still there");
  }

  @Test
  void aRecordingThatIsStillOpenMayEndAnywhereAndMustBeThere() throws Exception {
    recorded.open("c3", 40, 25);
    journal(Recorded.started("c3"));
    Path file = file("open/c3-r.so");
    byte[] bytes = Files.readAllBytes(file);
    for (int length = bytes.length; length >= 105; length--) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(verify().problem()).as("cut to %d", length).isEmpty();
      assertThat(verify().notes()).anyMatch(note -> note.startsWith("1 recordings are being"));
    }
    for (int bit = 0; bit < (105 + 88) * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThat(problem().segment()).as("bit %d", bit).isEqualTo("objects/open/c3-r.so");
    }
    Files.delete(file);
    assertThat(problem().sequence()).isEqualTo(1);
  }

  @Test
  void whatWasDamagedWhenItWasClosedIsToldAndHeldAgainstWhatWasWhole() throws Exception {
    RecordingClosed whole = recorded.finished("c4", 40, 25);
    Path file = file("4r/c4-r.so");
    byte[] bytes = Files.readAllBytes(file);
    String begin = recorded.finished("c5", 40).digest();
    // the digest of another object: not what was whole
    journal(Recorded.started("c4"), Recorded.damaged(whole, begin, 1, 105 + 88));
    assertThat(problem().what()).contains("digest");
    journal(Recorded.damaged(whole, "", 0, 0));
    VerifyReport report = verify();
    assertThat(report.notes()).anyMatch(note -> note.contains("c4-r was left damaged"));
    Files.write(file, bytes);
  }

  @Test
  void whatNoRecordNamesIsTold() throws Exception {
    two(40);
    recorded.finished("c9", 10);
    Files.writeString(file("stranger"), "x");
    Files.writeString(file("2r/notes.txt"), "x");
    Files.copy(file("2r/c2-r.so"), file("1r/c2-r.so"));
    Files.copy(file("1r/c1-r.so"), file("open/c1-r.so"));
    VerifyReport report = verify();
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes())
        .containsExactlyInAnyOrder(
            "objects/stranger is no object",
            "objects/2r/notes.txt is no object",
            "objects/1r/c2-r.so is no object",
            "objects/open/c1-r.so lies there twice, finished and open",
            "objects/9r/c9-r.so is named by no record");
  }
}
