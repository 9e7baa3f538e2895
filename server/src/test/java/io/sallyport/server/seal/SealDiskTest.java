package io.sallyport.server.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever of the seal's own writes fails, nothing is signed twice and nothing stays unsealed. */
class SealDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BEFORE = 300;
  private static final int AFTER = 560;

  @TempDir Path directory;

  private static byte[] hash(long sequence) {
    return TreeHash.of("record " + sequence);
  }

  /** The records of a journal, as far as a seal sees them. */
  private static final Leaves LEAVES =
      (after, upTo, sink) -> {
        for (long sequence = after + 1; sequence <= upTo; sequence++) {
          if (!sink.leaf(sequence, hash(sequence))) {
            return;
          }
        }
      };

  private static Seal open(Path data, SealFiles files, long last) throws IOException {
    Files.createDirectories(data.resolve("keys"));
    Seal seal =
        new Seal(
            data.resolve("journal"),
            data.resolve("keys"),
            "example.org/n1",
            new SealSettings(Duration.ofHours(1), 1_000_000, OutsideSettings.defaults()),
            KeyProtection.NONE,
            () -> Instant.parse("2026-11-22T10:00:00Z"),
            new Counters(),
            files);
    seal.start();
    seal.resume(last, LEAVES);
    return seal;
  }

  private static void append(Seal seal, long first, long last) {
    ByteBuffer hashes = ByteBuffer.allocate((int) (last - first + 1) * TreeHash.LENGTH);
    for (long sequence = first; sequence <= last; sequence++) {
      hashes.put(hash(sequence));
    }
    seal.append(first, hashes.array());
  }

  private static void assertSealed(Path data, long records) throws IOException {
    SealVerifier verifier =
        SealVerifier.open(
            data.resolve("journal"), VerifierKey.readAll(data.resolve("keys/seal.vkey")), "");
    for (long sequence = 1; sequence <= records; sequence++) {
      verifier.leaf(hash(sequence));
    }
    Optional<SealVerifier.Problem> problem = verifier.end();
    assertThat(problem).isEmpty();
    assertThat(verifier.summary()).contains("the newest over records 1 to " + records);
  }

  /** What fails, by its number; its round alone, in a directory of its own. */
  private interface Round {
    void run(long operation) throws Exception;
  }

  /** A round waits a second for a retry, mostly: four wait at once. */
  private static void rounds(long from, long to, Round round) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (long n = from; n <= to; n++) {
        long operation = n;
        all.add(
            pool.submit(
                () -> {
                  round.run(operation);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whicheverWriteFailsOnceTheNextTurnMakesUpForIt() throws Exception {
    // the failed one, then all of a turn
    long most = failsOnce(1) - 1;
    assertThat(most).isGreaterThan(6);
    rounds(2, most, this::failsOnce);
  }

  /** Operations from the one before the failing one on, until all was well. */
  private long failsOnce(long n) throws Exception {
    Path data = directory.resolve("once-" + n);
    FaultySealFiles files = new FaultySealFiles();
    Seal seal = open(data, files, 0);
    append(seal, 1, BEFORE);
    assertThat(seal.sealNow(PATIENCE)).isPresent();
    long before = files.operations;
    files.failUpTo = before + n;
    files.failFrom = before + n;
    append(seal, BEFORE + 1, AFTER);
    assertThat(seal.sealNow(PATIENCE)).as("operation %d", n).isPresent();
    Awaitility.await().atMost(PATIENCE).until(() -> seal.check().ok());
    long operations = files.operations - before;
    seal.close();
    assertSealed(data, AFTER);
    return operations;
  }

  @Test
  void whicheverWriteFailsForGoodTheAlarmIsUpAndTheNextStartSealsAll() throws Exception {
    rounds(1, 10, this::failsForGood);
  }

  private void failsForGood(long n) throws Exception {
    Path data = directory.resolve("for-good-" + n);
    FaultySealFiles files = new FaultySealFiles();
    Seal seal = open(data, files, 0);
    append(seal, 1, BEFORE);
    assertThat(seal.sealNow(PATIENCE)).isPresent();
    files.failFrom = files.operations + n;
    append(seal, BEFORE + 1, AFTER);
    seal.sealNow(Duration.ofMillis(300));
    if (seal.check().ok()) {
      // the first turn had fewer operations than that
      seal.sealNow(Duration.ofMillis(300));
    }
    Awaitility.await().atMost(PATIENCE).until(() -> !seal.check().ok());
    assertThat(seal.check().detail()).startsWith("no checkpoint can be made: ");
    seal.close();

    Seal next = open(data, new SealFiles(), AFTER);
    assertThat(next.sealNow(PATIENCE)).as("operation %d", n).isPresent();
    assertThat(next.check().ok()).isTrue();
    next.close();
    assertSealed(data, AFTER);
  }
}
