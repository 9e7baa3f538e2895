package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.ObjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments of a purge: the next start has finished it, or it never began. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PurgeKillTest {
  private static final int DUE = Purging.SEGMENTS * Purging.DUE_LINES;
  private static final int HELD = Purging.SEGMENTS * Purging.HELD_LINES;

  @TempDir Path directory;
  private int begun;
  private int interrupted;

  @Test
  @Tag("interop")
  void aKilledPurgeIsFinishedByTheNextStartOrNeverBegan() throws Exception {
    kill(Integer.getInteger("purge.kills", 5));
  }

  @Test
  @Tag("load")
  void aHundredKilledPurgesAreFinishedOrNeverBegan() throws Exception {
    kill(100);
  }

  private void kill(int kills) throws Exception {
    long seed = Long.getLong("kills.seed", System.nanoTime());
    Random random = new Random(seed);
    // how long it takes, from when it is asked for and from when it is on record
    long whole = purge(place("whole"), Purging.READY, Long.MAX_VALUE);
    long second = purge(place("second"), Purging.BEGUN, Long.MAX_VALUE);
    for (int round = 1; round <= kills; round++) {
      Path place = place("round-" + round);
      boolean onRecord = random.nextInt(4) > 0;
      long moment = (long) (random.nextDouble() * (onRecord ? second : whole));
      purge(place, onRecord ? Purging.BEGUN : Purging.READY, moment);
      assertFinishedOrNeverBegun(place, "seed " + seed + ", round " + round);
    }
    System.out.printf(
        "%d kills, seed %d: %d purges had begun, %d of them were interrupted%n",
        kills, seed, begun, interrupted);
    assertThat(interrupted).as("kills in the middle").isPositive();
  }

  private Path place(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  /**
   * Has another process purge, and kills it.
   *
   * @param from the word from which on time counts
   * @param nanos when it is killed, at the latest when it is done
   * @return how long it lived from that word on
   */
  private static long purge(Path place, String from, long nanos) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Purging.class.getName(),
                place.toString())
            .redirectError(place.resolve("errors").toFile())
            .start();
    try (BufferedReader output = process.inputReader()) {
      await(output, from, place);
      long begin = System.nanoTime();
      if (nanos == Long.MAX_VALUE) {
        await(output, Purging.DONE, place);
      } else {
        process.waitFor(nanos, TimeUnit.NANOSECONDS);
      }
      return System.nanoTime() - begin;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void await(BufferedReader output, String word, Path place) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(word)) {
      line = output.readLine();
    }
    assertThat(line).as(Files.readString(place.resolve("errors"))).isNotNull();
  }

  private void assertFinishedOrNeverBegun(Path place, String when) throws Exception {
    boolean completedBefore = says(place, "purge.completed");
    try (Desk desk = Purging.openLater(place)) {
      desk.retention.close();
      if (desk.records(Purge.class).isEmpty()) {
        assertThat(desk.records(ChatMessage.class)).as(when).hasSize(DUE + HELD);
        assertThat(verify(place).recordings()).isEqualTo(2 * Purging.SEGMENTS);
        Desk.done(desk.retention.purge("erin"));
      } else {
        begun++;
        interrupted += completedBefore ? 0 : 1;
      }
      assertThat(desk.records(PurgeCompleted.class)).as(when).hasSize(1);
      assertThat(desk.records(ChatMessage.class))
          .as(when)
          .hasSize(HELD)
          .allMatch(line -> line.message().startsWith("held-") && line.body().bytes().length > 0);
      VerifyReport report = verify(place);
      assertThat(report.recordings()).as(when).isEqualTo(Purging.SEGMENTS);
      DirectoryStore store = Purging.store(place);
      assertThat(store.list())
          .extracting(ObjectId::text)
          .as(when)
          .hasSize(Purging.SEGMENTS)
          .allMatch(id -> id.startsWith("held"));
      try (Stream<Path> files = Files.list(place.resolve("journal"))) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
      }
    }
  }

  private static VerifyReport verify(Path place) throws IOException {
    VerifyReport report =
        JournalCheck.verify(
            place.resolve("journal"),
            Optional.of(Desk.KEY),
            Optional.empty(),
            Optional.of(Purging.store(place)));
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEqualTo(List.of());
    return report;
  }

  /** Whether a record of that type lies in the journal, whoever reads it. */
  private static boolean says(Path place, String type) throws IOException {
    try (Stream<Path> files = Files.list(place.resolve("journal"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sj")).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(type)) {
          return true;
        }
      }
    }
    return false;
  }
}
