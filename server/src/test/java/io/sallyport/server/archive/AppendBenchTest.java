package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.seal.OutsideSettings;
import io.sallyport.server.seal.SealSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many records a second become durable and how long each waits, with the seal on, beside the
 * fsyncs that the same file system does for a plain loop in the same run.
 */
@Tag("bench")
class AppendBenchTest {
  private static final int[] WAITING = {1, 100, 2_000};
  private static final int ROUNDS = 5;
  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final int BLOCK = 512;

  @TempDir Path directory;

  // one slice of one number of waiting
  private record Figures(double perSecond, double p50, double p99) {}

  @Test
  void recordsShareTheFsyncsThatTheDiskCanDo() throws Exception {
    SealSettings sealing =
        new SealSettings(Duration.ofSeconds(1), 10_000, OutsideSettings.defaults());
    List<Double> fsyncs = new ArrayList<>();
    Map<Integer, List<Figures>> rounds = new TreeMap<>();
    try (SealedJournal sealed =
        new SealedJournal(directory.resolve("data"), Store.settings(), sealing, () -> Store.NOW)) {
      for (int waiting : WAITING) {
        slice(sealed, waiting);
      }
      for (int round = 0; round < ROUNDS; round++) {
        fsyncs.add(fsyncs(directory.resolve("plain")));
        for (int waiting : WAITING) {
          rounds.computeIfAbsent(waiting, w -> new ArrayList<>()).add(slice(sealed, waiting));
        }
      }
      assertThat(sealed.seal.check().ok()).isTrue();
    }
    double disk = median(fsyncs.stream().mapToDouble(Double::doubleValue).toArray());
    System.out.printf("append: the disk does %,.0f fsyncs/s%n", disk);
    rounds.forEach(
        (waiting, figures) -> {
          double rate = median(figures.stream().mapToDouble(Figures::perSecond).toArray());
          System.out.printf(
              "append: %,5d waiting %,9.0f records/s (%.2f for each fsync of the disk)"
                  + "  p50 %.2f ms  p99 %.2f ms%n",
              waiting,
              rate,
              rate / disk,
              median(figures.stream().mapToDouble(Figures::p50).toArray()),
              median(figures.stream().mapToDouble(Figures::p99).toArray()));
        });
  }

  /** Keeps so many records waiting: each that is durable sends the next one. */
  private static Figures slice(SealedJournal sealed, int waiting) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Semaphore idle = new Semaphore(0);
    // written by the archive thread alone
    Latencies latencies = new Latencies();
    long begin = System.nanoTime();
    for (int i = 0; i < waiting; i++) {
      next(sealed, i, over, idle, latencies);
    }
    TimeUnit.NANOSECONDS.sleep(SLICE.toNanos());
    over.set(true);
    idle.acquire(waiting);
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] sorted = latencies.sorted();
    return new Figures(
        sorted.length / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }

  private static void next(
      SealedJournal sealed, int id, AtomicBoolean over, Semaphore idle, Latencies latencies) {
    long since = System.nanoTime();
    sealed.writer.append(
        new Waiting(
            Store.started("c" + id),
            null,
            receipt -> {
              assertThat(receipt).isInstanceOf(Journal.Receipt.Durable.class);
              latencies.add(System.nanoTime() - since);
              if (over.get()) {
                idle.release();
              } else {
                next(sealed, id, over, idle, latencies);
              }
            }));
  }

  /** A plain loop: a block into a file that is long enough, and force. */
  private static double fsyncs(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4 << 20), 0);
      channel.force(true);
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      long begin = System.nanoTime();
      int done = 0;
      while (System.nanoTime() - begin < SLICE.toNanos()) {
        channel.write(block.clear(), (long) done * BLOCK % (4 << 20));
        channel.force(false);
        done++;
      }
      return done / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long each) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = each;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
