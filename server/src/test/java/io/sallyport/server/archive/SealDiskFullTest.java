package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.server.seal.SealSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
  private Path tiles;

  @BeforeEach
  void mount() throws Exception {
    data = directory.resolve("data");
    tiles = data.resolve("journal/tile");
    Files.createDirectories(tiles);
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", tiles.toString()) == 0);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", tiles.toString());
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Test
  void theJournalGoesOnWhereNoTileCanBeWrittenAndAllIsSealedOnceThereIsRoom() throws Exception {
    Path filler = tiles.resolve("filler");
    try (SealedJournal sealed = SealedJournal.open(data)) {
      sealed.append(300);
      sealed.checkpoint();
      fill(filler);
      sealed.append(600);
      assertThat(sealed.seal.sealNow(Duration.ofSeconds(2))).isEmpty();
      assertThat(sealed.seal.check().ok()).isFalse();
      assertThat(sealed.seal.check().detail()).startsWith("no checkpoint can be made: ");
      assertThat(sealed.writer.accepting()).isTrue();
      sealed.append(10);
      Files.delete(filler);
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
    Path filler = tiles.resolve("filler");
    SealSettings quiet = SealedJournal.quiet();
    try (SealedJournal sealed = new SealedJournal(data, Store.settings(), quiet, () -> Store.NOW)) {
      sealed.append(300);
      sealed.checkpoint();
      fill(filler);
      sealed.append(600);
    }
    Files.delete(filler);
    VerifyReport between = SealedJournal.verify(data);
    assertThat(between.notes()).contains("records 301 to 900 are not under a checkpoint yet");
    SealedJournal.open(data).close();
    VerifyReport report = SealedJournal.verify(data);
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }

  /** Takes every block that is left. */
  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4_096]);
        out.flush();
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
