package io.sallyport.server.selftest;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.db.Database;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Seal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks of what is kept: the disk, the database and its clock, the archive and its seal. */
public final class Stores {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SKEW_TOLD = Duration.ofSeconds(1);
  private static final Duration SKEW_BAD = Duration.ofSeconds(30);
  private static final double SLOW_FSYNC_MILLIS = 20;
  private static final double BAD_FSYNC_MILLIS = 200;
  private static final int SYNCS = 20;
  private static final int BULK_BYTES = 8 << 20;

  // immutable
  private final Archive archive;
  private final Seal seal;
  private final Database database;
  private final Path data;
  private final Path journal;
  private final long reserveBytes;
  private final InstantSource clock;

  /**
   * @param data the data directory
   * @param journal where the journal is
   * @param reserveBytes below so much free space nothing new is taken
   */
  public Stores(
      Archive archive,
      Seal seal,
      Database database,
      Path data,
      Path journal,
      long reserveBytes,
      InstantSource clock) {
    this.archive = archive;
    this.seal = seal;
    this.database = database;
    this.data = data;
    this.journal = journal;
    this.reserveBytes = reserveBytes;
    this.clock = clock;
  }

  public List<Check> checks() {
    return List.of(
        new Check("disk-room", "storage", "Room on the disk", this::room),
        new Check("disk-speed", "storage", "Speed of the disk", this::speed),
        new Check("database", "storage", "The database answers", this::answers),
        new Check("database-clock", "storage", "The database's clock", this::skew),
        new Check(
            "archive",
            "storage",
            "A record is written, sealed, read back and proven",
            this::record));
  }

  private Finding room() throws IOException {
    FileStore store = Files.getFileStore(data);
    long free = store.getUsableSpace();
    String seen =
        "%d MB of %d MB are free".formatted(free / 1_000_000, store.getTotalSpace() / 1_000_000);
    if (free < reserveBytes) {
      return Finding.failed(seen, "make room: no new calls or lines are taken");
    }
    return free < 4 * reserveBytes
        ? Finding.warning(seen, "make room before " + reserveBytes / 1_000_000 + " MB are left")
        : Finding.ok(seen);
  }

  /** Writes and forces as the journal does, in a file that is gone afterwards. */
  private Finding speed() throws IOException {
    Path file = Files.createTempFile(data, "self-test", ".part");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      double[] syncs = new double[SYNCS];
      for (int i = 0; i < SYNCS; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(4_096));
        channel.force(false);
        syncs[i] = (System.nanoTime() - began) / 1e6;
      }
      Arrays.sort(syncs);
      long began = System.nanoTime();
      ByteBuffer bulk = ByteBuffer.allocate(1 << 20);
      for (int written = 0; written < BULK_BYTES; written += bulk.capacity()) {
        channel.write(bulk.clear());
      }
      channel.force(false);
      double rate = BULK_BYTES / 1e6 / ((System.nanoTime() - began) / 1e9);
      String seen =
          String.format(
              Locale.ROOT,
              "fsync of 4 kB: median %.2f ms, worst %.2f ms of %d; %.0f MB/s",
              syncs[SYNCS / 2],
              syncs[SYNCS - 1],
              SYNCS,
              rate);
      if (syncs[SYNCS / 2] > BAD_FSYNC_MILLIS) {
        return Finding.failed(seen, "every answer waits for the disk: move the data directory");
      }
      return syncs[SYNCS / 2] > SLOW_FSYNC_MILLIS
          ? Finding.warning(seen, "every answer waits for the disk: a faster one helps")
          : Finding.ok(seen);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Finding answers() {
    long began = System.nanoTime();
    database.time();
    double millis = (System.nanoTime() - began) / 1e6;
    String seen = String.format(Locale.ROOT, "in %.1f ms", millis);
    return database.check().ok()
        ? millis > 500 ? Finding.warning(seen, "the database is slow") : Finding.ok(seen)
        : Finding.failed(database.check().detail(), "see the log");
  }

  private Finding skew() {
    Instant before = clock.instant();
    Instant theirs = database.time();
    Instant after = clock.instant();
    Duration skew =
        theirs.isBefore(before)
            ? Duration.between(theirs, before)
            : theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
    String seen = "%d ms apart from the server's".formatted(skew.toMillis());
    String advice = "set the clocks of both machines by NTP";
    if (skew.compareTo(SKEW_BAD) > 0) {
      return Finding.failed(seen, advice);
    }
    return skew.compareTo(SKEW_TOLD) > 0 ? Finding.warning(seen, advice) : Finding.ok(seen);
  }

  private Finding record() throws IOException {
    long began = System.nanoTime();
    long sequence =
        archive.write(
            new ArchiveRecord.Administered(clock.instant(), "server", "self-test", "archive"),
            PATIENCE);
    double written = (System.nanoTime() - began) / 1e6;
    Optional<String> checkpoint = seal.sealNow(PATIENCE);
    double sealed = (System.nanoTime() - began) / 1e6;
    if (checkpoint.isEmpty()) {
      return Finding.failed(
          "record " + sequence + " is written, and no checkpoint can be made",
          "see the archive's health");
    }
    try (ArchiveReader reader = archive.read(sequence - 1, Optional.empty())) {
      if (!reader.hasNext()) {
        return Finding.failed("record " + sequence + " is not there", "run sallyport verify");
      }
      ArchiveReader.Entry entry = reader.next();
      if (entry.sequence() != sequence || !entry.fields().contains("self-test")) {
        return Finding.failed("record " + sequence + " reads otherwise", "run sallyport verify");
      }
      // throws where record, tiles and checkpoint do not match
      Proofs.of(journal).inclusion(sequence, archive.raw(sequence, entry.position()).leaf());
    }
    return Finding.ok(
        String.format(
            Locale.ROOT,
            "record %d: written in %.1f ms, under a checkpoint after %.1f ms, read back and proven",
            sequence,
            written,
            sealed));
  }
}
