package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.seal.SealSettings;
import io.sallyport.server.wire.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seal's files on a real file system of their own that becomes full and has room again. */
@Tag("interop")
class SealDiskFullTest {
  @TempDir Path directory;
  private Path data;
  private SmallDisk tiles;

  @BeforeEach
  void mount() throws Exception {
    data = directory.resolve("data");
    tiles = SmallDisk.mount(data.resolve("journal/tile"), "128k");
  }

  @AfterEach
  void unmount() throws Exception {
    if (tiles != null) {
      tiles.close();
    }
  }

  @Test
  void theJournalGoesOnWhereNoTileCanBeWrittenAndAllIsSealedOnceThereIsRoom() throws Exception {
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(300);
      sealed.checkpoint();
      tiles.fill();
      sealed.append(600);
      assertThat(sealed.seal.sealNow(Duration.ofSeconds(2))).isEmpty();
      assertThat(sealed.seal.check().ok()).isFalse();
      assertThat(sealed.seal.check().detail()).startsWith("no checkpoint can be made: ");
      assertThat(sealed.writer.accepting()).isTrue();
      sealed.append(10);
      tiles.free();
      Awaitility.await().atMost(SealedJournal.PATIENCE).until(() -> sealed.seal.check().ok());
      sealed.checkpoint();
      assertThat(sealed.seal.sealed()).isEqualTo(910);
    }
    VerifyReport report = SealedJournal.verify(data);
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void whatCouldNotBeSealedBeforeTheEndIsSealedByTheNextStart() throws Exception {
    SealSettings quiet = SealedJournal.quiet();
    try (SealedJournal sealed = new SealedJournal(data, Store.settings(), quiet, () -> Store.NOW)) {
      sealed.append(300);
      sealed.checkpoint();
      tiles.fill();
      sealed.append(600);
    }
    tiles.free();
    VerifyReport between = SealedJournal.verify(data);
    assertThat(between.notes()).contains("records 301 to 900 are not under a checkpoint yet");
    SealedJournal.open(data).close();
    VerifyReport report = SealedJournal.verify(data);
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }
}
