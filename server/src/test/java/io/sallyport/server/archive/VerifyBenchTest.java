package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.seal.OutsideSettings;
import io.sallyport.server.seal.SealSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a sealed journal is checked. */
@Tag("bench")
class VerifyBenchTest {
  private static final int RECORDS = 300_000;
  private static final int ROUNDS = 5;

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
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      VerifyReport report = SealedJournal.verify(data);
      seconds[round] = (System.nanoTime() - begin) / 1e9;
      assertThat(report.problem()).isEmpty();
    }
    Arrays.sort(seconds);
    double median = seconds[ROUNDS / 2];
    System.out.printf(
        "verify: %,.0f records/s, %.0f MB/s (median of %d; %,.0f to %,.0f records/s)%n",
        RECORDS / median,
        bytes / median / 1e6,
        ROUNDS,
        RECORDS / seconds[ROUNDS - 1],
        RECORDS / seconds[0]);
    assertThat(RECORDS / median).isGreaterThan(100_000);
  }
}
