package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.seal.OutsideSettings;
import io.sallyport.server.seal.SealSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a sealed journal is checked. */
@Tag("bench")
class VerifyBenchTest {
  private static final int RECORDS = 300_000;

  @TempDir Path directory;

  @Test
  void recordsAreCheckedFasterThanTheyAreMade() throws Exception {
    Path data = directory.resolve("data");
    SealSettings often =
        new SealSettings(Duration.ofSeconds(60), 1_000, OutsideSettings.defaults());
    try (SealedJournal sealed = new SealedJournal(data, Store.settings(), often, () -> Store.NOW)) {
      sealed.append(RECORDS);
    }
    long bytes = 0;
    for (Path segment : SegmentFiles.list(data.resolve("journal"))) {
      bytes += Files.size(segment);
    }
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      VerifyReport report = SealedJournal.verify(data);
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertThat(report.problem()).isEmpty();
      System.out.printf(
          "verify: %.0f records/s, %.0f MB/s%n", RECORDS / seconds, bytes / seconds / 1e6);
      assertThat(RECORDS / seconds).isGreaterThan(100_000);
    }
  }
}
