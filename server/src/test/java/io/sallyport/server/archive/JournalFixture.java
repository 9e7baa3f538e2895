package io.sallyport.server.archive;

import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A journal without its views: quick enough to be opened a thousand times in a test. */
final class JournalFixture implements AutoCloseable {
  final Recovery.End found;
  final List<Committed> committed = new ArrayList<>();
  final JournalWriter writer;
  private final JournalLock lock;

  JournalFixture(Path directory, ArchiveSettings settings, Disk disk) throws IOException {
    this(directory, settings, disk, Duration.ofSeconds(20));
  }

  JournalFixture(Path directory, ArchiveSettings settings, Disk disk, Duration patience)
      throws IOException {
    Files.createDirectories(directory);
    lock = JournalLock.take(directory);
    MasterCipher master = new MasterCipher(Store.KEY);
    CommitListener listener =
        new CommitListener() {
          @Override
          public void committed(List<Committed> records) {
            synchronized (committed) {
              committed.addAll(records);
            }
          }

          @Override
          public void idle() {}
        };
    writer =
        new JournalWriter(
            directory,
            settings,
            master,
            disk,
            Duration.ofMillis(20),
            patience,
            () -> Store.NOW,
            new Counters(),
            listener);
    try {
      found = Recovery.run(directory, disk);
      writer.open(found);
      writer.start();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  static JournalFixture open(Path directory) throws IOException {
    return new JournalFixture(directory, Store.settings(), new Disk());
  }

  void append(ArchiveRecord entry, Loop loop, List<Journal.Receipt> receipts) {
    writer.append(new Waiting(entry, loop, receipts::add));
  }

  /** Appends, and waits until it is durable or the writer says why not. */
  void append(ArchiveRecord entry) {
    long before = writer.durable();
    writer.append(new Waiting(entry, null, null));
    Awaitility.await().until(() -> writer.durable() > before);
  }

  @Override
  public void close() {
    writer.close();
    lock.close();
  }
}
