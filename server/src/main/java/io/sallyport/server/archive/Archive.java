package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.seal.SealVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive: what happened, on record before it happens. The journal is the truth; the tables of
 * calls and messages are views that any start can build again from it.
 */
public final class Archive implements Component, Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  // immutable
  private final Path directory;
  private final Database database;
  private final Disk disk;
  private final MasterCipher master;
  private final JournalWriter writer;
  private final Projector projector;
  private final WaitingLines waiting;

  // any thread: volatile
  private volatile String damage;
  private volatile boolean started;

  // owned by: the thread that starts and closes; read by archive once started
  private JournalLock lock;
  private Seal seal;

  /**
   * The archive of one journal.
   *
   * @param directory where the journal's files are; made where it is missing
   * @param masterKey 32 bytes; the same as long as the journal lives
   * @param database started before and closed after the archive
   */
  public Archive(
      Path directory,
      ArchiveSettings settings,
      Secret masterKey,
      Database database,
      InstantSource clock,
      Counters counters) {
    this(directory, settings, masterKey, database, clock, counters, new Disk());
  }

  Archive(
      Path directory,
      ArchiveSettings settings,
      Secret masterKey,
      Database database,
      InstantSource clock,
      Counters counters,
      Disk disk) {
    this.directory = directory;
    this.database = database;
    this.disk = disk;
    this.master = new MasterCipher(masterKey);
    this.waiting = new WaitingLines(directory, master, database, settings.undeliveredLines());
    this.projector = new Projector(directory, database, this::damaged);
    this.writer =
        new JournalWriter(directory, settings, master, disk, RETRY, clock, counters, new Views());
  }

  @Override
  public String name() {
    return "archive";
  }

  /** Has every record sealed; the seal is started before the archive and closed after it. */
  public void sealWith(Seal started) {
    seal = started;
  }

  /** Takes the lock, cuts off what a crash left half written, and goes on behind it. */
  @Override
  public void start() throws IOException {
    Files.createDirectories(directory);
    lock = JournalLock.take(directory);
    Recovery.End end = Recovery.run(directory, disk);
    if (end.keyId().isPresent() && !Arrays.equals(end.keyId().get(), master.keyId())) {
      throw new IOException(
          "the journal in " + directory + " was written with another master key; restore that key");
    }
    end.damages().forEach(this::damaged);
    byte[] log = writer.open(end);
    long projected = projector.start(HexFormat.of().formatHex(log), end.last());
    database.<Void, RuntimeException>read(
        handle -> {
          ArchiveQueries.waiting(handle, waiting);
          return null;
        });
    readWaiting(projected, end.last());
    if (seal != null) {
      seal.resume(end.last(), new JournalLeaves(directory));
    }
    writer.start();
    started = true;
    LOG.info("journal stands at record {}", end.last());
  }

  @Override
  public void append(ArchiveRecord entry, Loop loop, Consumer<Receipt> done) {
    if (entry instanceof ChatMessage line && !waiting.hasRoom(line.to())) {
      loop.post(() -> done.accept(new Receipt.Refused("too many lines wait for this user")));
      return;
    }
    writer.append(new Waiting(entry, loop, done));
  }

  @Override
  public void append(ArchiveRecord entry) {
    writer.append(new Waiting(entry, null, null));
  }

  @Override
  public boolean accepting() {
    return started && writer.accepting();
  }

  /** The chat lines that no device has had yet. */
  public Undelivered undelivered() {
    return waiting;
  }

  /**
   * Calls, newest first, with all that was durable before the question, unless the tables are just
   * being built again. Blocks.
   */
  public List<CallRow> calls(CallFilter filter) {
    projector.catchUp(PATIENCE);
    return database.read(handle -> ArchiveQueries.calls(handle, filter));
  }

  /** Chat lines, newest first; as for calls. Blocks. */
  public List<MessageRow> messages(MessageFilter filter) {
    projector.catchUp(PATIENCE);
    return database.read(handle -> ArchiveQueries.messages(handle, filter));
  }

  /** What a line said, read from the journal and decrypted. Blocks. */
  public Body body(MessageRow row) throws IOException {
    return record(row.sequence(), row.position(), ChatMessage.class).body();
  }

  /** Figures of a call's media and the proof of its paths; none while the call runs. Blocks. */
  public List<CallEnded.Media> media(CallRow row) throws IOException {
    if (row.end().isEmpty()) {
      return List.of();
    }
    CallRow.End end = row.end().get();
    return record(end.sequence(), end.position(), CallEnded.class).media();
  }

  private <T extends ArchiveRecord> T record(long sequence, Position position, Class<T> type)
      throws IOException {
    try (RecordReader reader = new RecordReader(directory, master)) {
      ArchiveRecord found = reader.read(position, sequence);
      if (type.isInstance(found)) {
        return type.cast(found);
      }
      throw new IOException("record " + sequence + " is a " + found.type());
    } catch (Damage e) {
      damaged(e.getMessage());
      throw new IOException("record " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Sequence of the last record that is on disk. */
  public long durable() {
    return writer.durable();
  }

  /** Records that wait for the archive thread. */
  int queued() {
    return writer.queued();
  }

  /** Checks a journal from its files alone, also while a server writes it. */
  public static VerifyReport verify(Path directory) throws IOException {
    return verify(directory, Optional.empty(), Optional.empty());
  }

  /** Checks a journal, with its key also the bodies, with its seal also tiles and checkpoints. */
  public static VerifyReport verify(
      Path directory, Optional<Secret> masterKey, Optional<SealVerifier> seal) throws IOException {
    return new Verifier(directory, masterKey.map(MasterCipher::new), seal).run();
  }

  /** Checks a journal, and that each body opens under the key. */
  public static VerifyReport verify(Path directory, Secret masterKey) throws IOException {
    return verify(directory, Optional.of(masterKey), Optional.empty());
  }

  @Override
  public Health check() {
    Optional<String> problem =
        writer
            .failing()
            .or(() -> Optional.ofNullable(damage).map(d -> "the journal is damaged: " + d))
            .or(projector::failing);
    return problem
        .map(Health::failing)
        .orElseGet(() -> new Health(true, "record " + writer.durable()));
  }

  /** Writes what was accepted and brings the tables up to it. */
  @Override
  public void close() {
    try {
      writer.close();
      if (started) {
        started = false;
        projector.catchUp(PATIENCE);
      }
    } catch (RuntimeException e) {
      LOG.warn("the tables of calls and messages stay behind the journal: {}", e.toString());
    } finally {
      if (lock != null) {
        lock.close();
        lock = null;
      }
    }
  }

  /** Lines that came and went since the tables were last written. */
  private void readWaiting(long after, long last) throws IOException {
    RecordJson json = new RecordJson();
    try (JournalCursor cursor = new JournalCursor(directory, after, last, this::damaged)) {
      for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
        if (frame.type().startsWith("chat.")) {
          Position position = cursor.position();
          long sequence = frame.sequence();
          json.read(frame.type(), frame.fields(), Committed.NO_BODY)
              .ifPresent(e -> waiting.committed(new Committed(sequence, position, e, 0)));
        }
      }
    } catch (Damage e) {
      damaged(e.getMessage());
    }
  }

  private void damaged(String what) {
    if (damage == null) {
      LOG.error("the journal is damaged: {}", what);
      damage = what;
    }
  }

  /** What is kept up to date with each commit. */
  private final class Views implements CommitListener {
    @Override
    public void committed(List<Committed> records) {
      records.forEach(waiting::committed);
      projector.committed(records);
    }

    @Override
    public void hashed(long first, byte[] hashes) {
      if (seal != null) {
        seal.append(first, hashes);
      }
    }

    @Override
    public void idle() {
      projector.idle();
    }
  }
}
