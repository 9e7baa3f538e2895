package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.VerifyReport.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  @TempDir Path directory;
  private Path journal;

  /** Three segments: 1-3, 4-6, 7-9. */
  @BeforeEach
  void write() throws Exception {
    journal = directory.resolve("journal");
    for (int i = 0; i < 3; i++) {
      try (JournalFixture fixture = JournalFixture.open(journal)) {
        fixture.append(Store.started("c" + i));
        fixture.append(Store.line("m" + i, "text " + i));
        fixture.append(Store.ended("c" + i));
      }
    }
  }

  @Test
  void aWholeJournalHolds() throws Exception {
    VerifyReport report = JournalCheck.verify(journal, Store.KEY);
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.records()).isEqualTo(9);
    assertThat(report.lastSequence()).isEqualTo(9);
    assertThat(report.segments()).isEqualTo(3);
  }

  @Test
  void everyFlippedBitIsFoundAndItsPlaceNamed() throws Exception {
    journal = directory.resolve("small");
    for (int i = 0; i < 2; i++) {
      try (JournalFixture fixture = JournalFixture.open(journal)) {
        fixture.append(Store.delivered("m" + i));
        fixture.append(Store.line("m" + i, "text"));
      }
    }
    List<Path> files = new ArrayList<>(SegmentFiles.list(journal));
    files.add(journal.resolve(Head.FILE));
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
          int at = bit / 8;
          byte flipped = (byte) (bytes[at] ^ 1 << bit % 8);
          channel.write(ByteBuffer.wrap(new byte[] {flipped}), at);
          Problem problem = problem();
          assertThat(problem.segment()).isEqualTo(file.getFileName().toString());
          assertThat(problem.offset()).isLessThanOrEqualTo(at);
          channel.write(ByteBuffer.wrap(bytes, at, 1), at);
        }
      }
    }
    assertThat(JournalCheck.verify(journal).ok()).isTrue();
  }

  @Test
  void everyCutOfEverySegmentIsFound() throws Exception {
    for (Path file : SegmentFiles.list(journal)) {
      byte[] bytes = Files.readAllBytes(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (int length = bytes.length - 1; length >= 0; length--) {
          channel.truncate(length);
          problem();
        }
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void swappedDoubledAndRemovedRecordsAreFound() throws Exception {
    Path file = SegmentFiles.file(journal, 4);
    List<byte[]> parts = parts(file);
    int[][] orders = {{0, 2, 1, 3}, {0, 1, 1, 2, 3}, {0, 1, 2, 2, 3}, {0, 1, 2, 3, 3}, {0, 2, 3}};
    long[] bad = {4, 5, 6, 7, 4};
    for (int i = 0; i < orders.length; i++) {
      Files.write(file, join(parts, orders[i]));
      assertThat(problem().sequence()).as("order %s", i).isEqualTo(bad[i]);
    }
    for (int[] order : new int[][] {{0, 1, 3}, {0, 1, 2}, {0}}) {
      Files.write(file, join(parts, order));
      problem();
    }
  }

  @Test
  void changesAtTheEndAreFoundThere() throws Exception {
    Path file = SegmentFiles.file(journal, 7);
    List<byte[]> parts = parts(file);
    int[][] orders = {{0, 1, 2, 3, 3}, {0, 1, 2, 3, 1}, {0, 1, 2}, {0, 1}, {0}, {0, 1, 3, 2}};
    for (int[] order : orders) {
      Files.write(file, join(parts, order));
      assertThat(problem().segment()).isEqualTo(file.getFileName().toString());
    }
  }

  @Test
  void removedSwappedAndForeignSegmentsAreFound() throws Exception {
    Path other = directory.resolve("other");
    try (JournalFixture fixture = JournalFixture.open(other)) {
      for (int i = 0; i < 3; i++) {
        fixture.append(Store.started("x" + i));
      }
    }
    for (long first : new long[] {1, 4, 7}) {
      Path file = SegmentFiles.file(journal, first);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      problem();
      Files.copy(SegmentFiles.file(other, 1), file);
      problem();
      Files.write(file, Files.readAllBytes(SegmentFiles.file(journal, first == 1 ? 4 : 1)));
      problem();
      Files.write(file, bytes);
    }
    Files.delete(journal.resolve(Head.FILE));
    assertThat(problem().what()).contains("missing");
    Files.copy(other.resolve(Head.FILE), journal.resolve(Head.FILE));
    problem();
  }

  @Test
  void garbageBehindTheEndIsToldAsTheRemainsOfACrash() throws Exception {
    byte[] garbage = new byte[10_000];
    new Random(7).nextBytes(garbage);
    Files.write(SegmentFiles.file(journal, 7), garbage, StandardOpenOption.APPEND);
    VerifyReport report = JournalCheck.verify(journal);
    assertThat(report.ok()).isTrue();
    assertThat(report.notes()).hasSize(1).first().asString().contains("10000 bytes");
    Files.write(SegmentFiles.file(journal, 4), garbage, StandardOpenOption.APPEND);
    assertThat(problem().sequence()).isEqualTo(7);
  }

  @Test
  void aRecordOfAnUnknownNewerTypeHoldsAndIsReadAsItsFields() throws Exception {
    byte[] json = "{\"news\":1}".getBytes(StandardCharsets.UTF_8);
    byte[] part = new byte[Frame.SALT + json.length];
    System.arraycopy(json, 0, part, Frame.SALT, json.length);
    Head head = Head.read(journal).orElseThrow();
    MasterCipher master = new MasterCipher(Store.KEY);
    SegmentHeader header = master.newSegment(head.log(), 10, 0, head.hash(), new SecureRandom());
    ByteBuffer frame = ByteBuffer.allocate(1_000);
    byte[] previous = new Hashes().segment(header.encode());
    byte[] hash =
        Frame.encode(
            frame,
            new Frame.Content("hologram.started", part, new byte[0]),
            10,
            0,
            0,
            previous,
            new Hashes());
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write(header.encode());
    segment.write(frame.array(), 0, frame.position());
    Files.write(SegmentFiles.file(journal, 10), segment.toByteArray());
    Files.write(journal.resolve(Head.FILE), new Head(head.log(), 10, hash).encode().array());

    assertThat(JournalCheck.verify(journal, Store.KEY).problem()).isEmpty();
    Entry entry = Store.entries(journal).get(9);
    assertThat(entry.type()).isEqualTo("hologram.started");
    assertThat(entry.fields()).isEqualTo("{\"news\":1}");
    assertThat(entry.entry()).isEmpty();
    try (Store store = Store.open(directory)) {
      assertThat(store.archive.calls(CallFilter.newest(10))).hasSize(3);
      assertThat(store.archive.check().ok()).isTrue();
    }
  }

  @Test
  void whereThereIsNoJournalTheVerifierSaysSo() {
    assertThatThrownBy(() -> JournalCheck.verify(directory.resolve("nowhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no journal");
  }

  private Problem problem() throws IOException {
    VerifyReport report = JournalCheck.verify(journal);
    assertThat(report.problem()).isPresent();
    return report.problem().orElseThrow();
  }

  /** A segment's header and its frames. */
  private List<byte[]> parts(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<byte[]> parts = new ArrayList<>();
    parts.add(Arrays.copyOf(bytes, SegmentHeader.LENGTH));
    int at = SegmentHeader.LENGTH;
    while (at < bytes.length) {
      int length = (int) Frame.length(ByteBuffer.wrap(bytes), at);
      parts.add(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return parts;
  }

  private static byte[] join(List<byte[]> parts, int[] order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int part : order) {
      out.writeBytes(parts.get(part));
    }
    return out.toByteArray();
  }
}
