package io.sallyport.server.archive;

import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.seal.KeyProtection;
import io.sallyport.server.seal.OutsideSettings;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.seal.SealSettings;
import io.sallyport.server.seal.SealVerifier;
import io.sallyport.server.seal.VerifierKey;
import io.sallyport.server.vault.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A journal with its seal and without its views, in the layout of a data directory. */
final class SealedJournal implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Path data;
  final Path journal;
  final Seal seal;
  final JournalWriter writer;
  private final JournalLock lock;

  SealedJournal(Path data, ArchiveSettings settings, SealSettings sealing, InstantSource clock)
      throws IOException {
    this.data = data;
    this.journal = data.resolve("journal");
    Files.createDirectories(journal);
    Files.createDirectories(keys(data));
    lock = JournalLock.take(journal);
    seal =
        new Seal(
            journal,
            keys(data),
            "example.org/n1",
            sealing,
            KeyProtection.NONE,
            clock,
            new Counters());
    CommitListener listener =
        new CommitListener() {
          @Override
          public void committed(List<Committed> records) {}

          @Override
          public void hashed(long first, byte[] hashes) {
            seal.append(first, hashes);
          }

          @Override
          public void idle() {}
        };
    writer =
        new JournalWriter(
            journal,
            settings,
            new MasterCipher(Store.KEY),
            new Disk(),
            Duration.ofMillis(20),
            PATIENCE,
            clock,
            new Counters(),
            listener);
    try {
      seal.start();
      Recovery.End end = Recovery.run(journal, new Disk());
      writer.open(end);
      seal.resume(end.last(), new JournalLeaves(journal));
      writer.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static SealedJournal open(Path data) throws IOException {
    return new SealedJournal(data, Store.settings(), quiet(), () -> Store.NOW);
  }

  /** Checkpoints at the start, at the end and when asked for. */
  static SealSettings quiet() {
    return new SealSettings(Duration.ofHours(1), 1_000_000, OutsideSettings.defaults());
  }

  static Path objects(Path data) {
    return data.resolve("objects");
  }

  static Path keys(Path data) {
    return data.resolve("keys");
  }

  /** Appends, and waits until it is durable. */
  void append(ArchiveRecord entry) {
    long before = writer.durable();
    writer.append(new Waiting(entry, null, null));
    Awaitility.await().until(() -> writer.durable() > before);
  }

  /** Appends many; returns when all are durable. */
  void append(int records) {
    long target = writer.durable() + records;
    for (int i = 0; i < records; i++) {
      while (!writer.accepting()) {
        Thread.onSpinWait();
      }
      writer.append(new Waiting(Store.delivered("m" + i), null, null));
    }
    Awaitility.await().atMost(PATIENCE).until(() -> writer.durable() == target);
  }

  /** The checkpoint over all of it. */
  String checkpoint() {
    return seal.sealNow(PATIENCE).orElseThrow();
  }

  @Override
  public void close() {
    writer.close();
    seal.close();
    lock.close();
  }

  static List<VerifierKey> publicKeys(Path data) throws IOException {
    return VerifierKey.readAll(keys(data).resolve("seal.vkey"));
  }

  static VerifyReport verify(Path data) throws IOException {
    return verify(data, publicKeys(data), "");
  }

  static VerifyReport verify(Path data, List<VerifierKey> keys, String outside) throws IOException {
    Path journal = data.resolve("journal");
    return JournalCheck.verify(
        journal,
        Optional.empty(),
        Optional.of(SealVerifier.open(journal, keys, outside)),
        Optional.of(DirectoryStore.reading(objects(data))));
  }
}
