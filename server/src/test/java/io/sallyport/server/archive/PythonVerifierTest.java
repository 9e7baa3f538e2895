package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.Sequences.Range;
import io.sallyport.server.archive.VerifyReport.Problem;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.seal.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-alone verifier, another program in another language, finds what ours finds. */
class PythonVerifierTest {
  @TempDir Path directory;
  private Path data;
  private Path journal;
  private Path script;
  private List<VerifierKey> keys;

  /** What the script said: its lines, and whether it was content. */
  private record Said(int exit, String output) {
    String bad() {
      return output.lines().filter(line -> line.startsWith("BAD: ")).findFirst().orElse("");
    }
  }

  @BeforeEach
  void write() throws Exception {
    data = directory.resolve("data");
    journal = data.resolve("journal");
    script = directory.resolve("verify.py");
    try (InputStream in = Seal.class.getResourceAsStream("verify.py")) {
      Files.copy(in, script);
    }
    Recorded recorded = new Recorded(data);
    for (int run = 0; run < 2; run++) {
      try (SealedJournal sealed = SealedJournal.open(data)) {
        sealed.append(Store.line("m" + run, "text"));
        sealed.append(Recorded.started("c" + run));
        sealed.append(recorded.finished("c" + run, 40, 3_000, 7));
        sealed.append(148);
        sealed.checkpoint();
        sealed.append(3);
      }
    }
    keys = SealedJournal.publicKeys(data);
  }

  private Said python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-S", script.toString()));
    command.add(journal.toString());
    keys.forEach(key -> command.addAll(List.of("--key", key.toString())));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), output);
  }

  /** Both find nothing, or the same file, place and record. */
  private void agree(String what, String outside) throws Exception {
    Path file = directory.resolve("outside");
    Files.writeString(file, outside);
    Said said = outside.isEmpty() ? python() : python("--checkpoint", file.toString());
    VerifyReport report = SealedJournal.verify(data, keys, outside);
    assertThat(said.exit()).as("%s: %s", what, said.output()).isEqualTo(report.ok() ? 0 : 1);
    if (!report.ok()) {
      Problem problem = report.problem().orElseThrow();
      String place =
          "BAD: %s, offset %d, record %d: "
              .formatted(problem.segment(), problem.offset(), problem.sequence());
      assertThat(said.bad()).as("%s: %s", what, problem).startsWith(place);
    }
  }

  private List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(journal, SealedJournal.objects(data))) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(Files::isRegularFile)
            .filter(f -> !f.endsWith("lock"))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void aWholeArchiveHoldsForBoth() throws Exception {
    Said said = python();
    assertThat(said.output())
        .contains("OK: 308 records, the last is 308", "OK: 2 recordings")
        .doesNotContain("note:");
    assertThat(said.exit()).isZero();
    assertThat(python("--fast").exit()).isZero();
    agree("whole", "");
    agree("whole", Files.readString(journal.resolve("checkpoint")));
    agree("whole", Files.readString(journal.resolve("checkpoints/0000000000000001")));
  }

  @Test
  void theyAgreeOnFlippedBits() throws Exception {
    Random random = new Random(3);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < 6; i++) {
        byte[] flipped = bytes.clone();
        int bit = random.nextInt(bytes.length * 8);
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, flipped);
        agree("bit " + bit + " of " + file, "");
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void theyAgreeOnCutExtendedAndMissingFiles() throws Exception {
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length : new int[] {0, bytes.length / 2, bytes.length - 1, bytes.length + 9}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        agree(file + " of length " + length, "");
      }
      Files.delete(file);
      agree(file + " missing", "");
      Files.write(file, bytes);
    }
  }

  @Test
  void theyAgreeOnAJournalAfterAPurgeAndOnDamageToWhatItLeft() throws Exception {
    Sequences bodies = Sequences.ofEach(List.of(1L, 155L));
    Sequences fields = Sequences.of(List.of(new Range(2, 3), new Range(10, 80)));
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(
          new Purge(
              "p1", Store.NOW, "erin", "", bodies.ranges(), fields.ranges(), List.of("c0-r")));
    }
    Path object = SealedJournal.objects(data).resolve("0r/c0-r.so");
    Files.delete(object);
    for (Path segment : SegmentFiles.list(journal)) {
      Eraser eraser = new Eraser(journal, new Disk(), bodies, fields);
      eraser.run(SegmentFiles.firstSequence(segment));
    }
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(
          new PurgeCompleted(
              "p1", Store.NOW, bodies.ranges(), fields.ranges(), List.of(), List.of("c0-r")));
    }
    Said said = python();
    assertThat(said.exit()).as(said.output()).isZero();
    assertThat(said.output()).contains("OK: 310 records", "OK: 1 recordings");
    agree("purged", "");
    Path first = SegmentFiles.list(journal).get(0);
    byte[] bytes = Files.readAllBytes(first);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("SJP1");
    Random random = new Random(11);
    for (int i = 0; i < 15; i++) {
      byte[] flipped = bytes.clone();
      int bit = SegmentHeader.LENGTH * 8 + random.nextInt((bytes.length - 148) * 8);
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(first, flipped);
      assertThat(SealedJournal.verify(data).ok()).isFalse();
      agree("bit " + bit + " of a purged segment", "");
    }
    // more is gone than the purge names
    Files.write(first, bytes);
    new Eraser(journal, new Disk(), Sequences.none(), Sequences.ofEach(List.of(1L, 85L))).run(1);
    agree("a record lost its fields without a purge", "");
    Files.write(first, bytes);
    Files.delete(SealedJournal.objects(data).resolve("1r/c1-r.so"));
    agree("another recording is missing", "");
  }

  @Test
  void theyAgreeOnARecordingThatAKillLeftOpen() throws Exception {
    new Recorded(data).open("c7", 40, 25);
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(Recorded.started("c7"));
    }
    Path file = SealedJournal.objects(data).resolve("open/c7-r.so");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {bytes.length, bytes.length - 1, 130, 105, 104}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      agree("open, cut to " + length, "");
    }
    bytes[120] ^= 1;
    Files.write(file, bytes);
    agree("open, damaged before a whole chunk", "");
    Files.delete(file);
    agree("open, and missing", "");
  }

  @Test
  void theyAgreeOnRollBackCutTailAndRewriting() throws Exception {
    Path earlier = directory.resolve("earlier");
    Store.copy(data, earlier);
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(20);
    }
    String outside = Files.readString(journal.resolve("checkpoint"));
    agree("newest", outside);
    Store.delete(journal);
    Store.copy(earlier.resolve("journal"), journal);
    agree("set back, no checkpoint outside", "");
    agree("set back", outside);
    Path forged = directory.resolve("forged");
    try (SealedJournal sealed = SealedJournal.open(forged)) {
      sealed.append(308);
    }
    for (String rewritten : List.of("tile", "head", "")) {
      if (rewritten.isEmpty()) {
        for (Path segment : SegmentFiles.list(journal)) {
          Files.delete(segment);
        }
        for (Path segment : SegmentFiles.list(forged.resolve("journal"))) {
          Files.copy(segment, journal.resolve(segment.getFileName()));
        }
      } else {
        Store.delete(journal.resolve(rewritten));
        Store.copy(forged.resolve("journal/" + rewritten), journal.resolve(rewritten));
      }
    }
    agree("written anew", "");
    agree("written anew, seen from outside", outside);
  }
}
