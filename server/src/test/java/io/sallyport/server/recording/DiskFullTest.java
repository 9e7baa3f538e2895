package io.sallyport.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.wire.SmallDisk;
import java.io.IOException;
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

  @TempDir Path directory;
  private Path place;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    place = directory.resolve("disk");
    disk = SmallDisk.mount(place, "2m");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aFullDiskLosesNothingThatWasWrittenAndTheRecordingGoesOnWhenThereIsRoom() throws Exception {
    RecorderRig rig = begin();
    rig.talk(100);
    disk.fillBut(200 << 10);
    rig.talk(1_600);
    assertThat(rig.recorder.check().ok()).isFalse();
    assertThat(rig.call.broken()).isPresent();
    disk.free();
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
    disk.fill();
    rig.talk(100);
    rig.hangUp(4_000);
    rig.pass(10_000);
    assertThat(rig.journal.types()).doesNotContain("recording.closed");
    assertThat(rig.recorder.running()).isEqualTo(1);
    disk.free();
    rig.pass(5_000);
    assertThat(rig.journal.last(RecordingClosed.class).streams().get(0).packets()).isEqualTo(200);
    assertThat(rig.recorder.running()).isZero();
    assertThat(RecordingReader.survey(rig.vault, new ObjectId(CALL + "-r")).complete()).isTrue();
  }

  @Test
  void aCallIsNotAnsweredOnAFullDiskAndTheNextIsWhenThereIsRoom() throws Exception {
    RecorderRig rig = new RecorderRig(place.resolve("objects"), 0);
    disk.fill();
    rig.expect(CALL, "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.of("it cannot be written"));
    rig.call.ended(false, 0);
    disk.free();
    rig.pass(2_000);
    rig.begun.clear();
    rig.expect("n1-0-next", "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.empty());
  }

  private RecorderRig begin() throws IOException {
    RecorderRig rig = new RecorderRig(place.resolve("objects"), 0);
    rig.expect(CALL, "audio");
    rig.paths.bind(List.of(FakePath.plan(0, "audio", FakePath.PCMA)), false);
    rig.answer();
    return rig;
  }
}
