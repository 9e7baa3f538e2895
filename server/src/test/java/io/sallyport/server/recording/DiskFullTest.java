package io.sallyport.server.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.vault.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings on a real file system that becomes full and has room again. */
@Tag("interop")
class DiskFullTest {
  private static final String CALL = "n1-0-abcdefgh";
  private static final int DISK = 2 << 20;

  @TempDir Path directory;
  private Path disk;
  private Path filler;

  @BeforeEach
  void mount() throws Exception {
    disk = directory.resolve("disk");
    filler = disk.resolve("filler");
    Files.createDirectory(disk);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString()) == 0,
        "a tmpfs cannot be mounted here: that takes root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void aFullDiskLosesNothingThatWasWrittenAndTheRecordingGoesOnWhenThereIsRoom() throws Exception {
    RecorderRig rig = begin();
    rig.talk(100);
    Files.write(filler, new byte[DISK - (200 << 10)]);
    rig.talk(1_600);
    assertThat(rig.recorder.check().ok()).isFalse();
    assertThat(rig.call.broken()).isPresent();
    Files.delete(filler);
    rig.path.taps.get("0/true").gap(3);
    rig.path.passed.merge("0/true", 3L, Long::sum);
    rig.talk(100);
    assertThat(rig.recorder.refusal()).isEmpty();
    rig.hangUp(36_000);

    RecordingClosed closed = rig.journal.last(RecordingClosed.class);
    assertThat(closed.gaps())
        .singleElement()
        .satisfies(g -> assertThat(g.cause()).isEqualTo("failed"));
    assertThat(rig.journal.last(CompletenessGap.class).what()).contains("failed");
    Survey survey = RecordingReader.survey(rig.vault, new ObjectId(CALL + "-r"));
    assertThat(survey.complete()).isTrue();
    assertThat(survey.digest()).isEqualTo(closed.digest());
    assertThat(survey.streams().get(1).packets()).isEqualTo(1_800);
  }

  @Test
  void aCallThatEndsWhileTheDiskIsFullIsClosedWhenThereIsRoom() throws Exception {
    RecorderRig rig = begin();
    rig.talk(100);
    fill();
    rig.talk(100);
    rig.hangUp(4_000);
    rig.pass(10_000);
    assertThat(rig.journal.types()).doesNotContain("recording.closed");
    assertThat(rig.recorder.running()).isEqualTo(1);
    Files.delete(filler);
    rig.pass(5_000);
    assertThat(rig.journal.last(RecordingClosed.class).streams().get(0).packets()).isEqualTo(200);
    assertThat(rig.recorder.running()).isZero();
    assertThat(RecordingReader.survey(rig.vault, new ObjectId(CALL + "-r")).complete()).isTrue();
  }

  @Test
  void aCallIsNotAnsweredOnAFullDiskAndTheNextIsWhenThereIsRoom() throws Exception {
    RecorderRig rig = new RecorderRig(disk.resolve("objects"), 0);
    fill();
    rig.expect(CALL, "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.of("it cannot be written"));
    rig.call.ended(false, 0);
    Files.delete(filler);
    rig.pass(2_000);
    rig.begun.clear();
    rig.expect("n1-0-next", "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.empty());
  }

  private RecorderRig begin() throws IOException {
    RecorderRig rig = new RecorderRig(disk.resolve("objects"), 0);
    rig.expect(CALL, "audio");
    rig.paths.bind(List.of(FakePath.plan(0, "audio", FakePath.PCMA)), false);
    rig.answer();
    return rig;
  }

  private void fill() {
    byte[] block = new byte[4_096];
    try (var out = Files.newOutputStream(filler)) {
      for (int i = 0; i < DISK / block.length + 1; i++) {
        out.write(block);
      }
    } catch (IOException full) {
      // as it should be
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
