package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final SegmentIndex index = new SegmentIndex();
  private final JournalWriter writer;
  private final Projector projector;
  private final WaitingLines waiting;
  private final Keeping keeping;
  private final RuleSets ruleSets;
  private final Conversations conversations;

  // any thread: volatile
  private volatile String damage;
  private volatile boolean started;
  private volatile String log = "";
  private volatile Consumer<ArchiveRecord> listener = record -> {};

  // owned by: the thread that starts and closes; read by archive once started
  private JournalLock lock;
  private Seal seal;

  /**
   * The archive of one journal.
   *
   * @param directory where the journal's files are; made where it is missing
   * @param ring the archive keys that the journal's keys are wrapped by
   * @param database started before and closed after the archive
   */
  public Archive(
      Path directory,
      ArchiveSettings settings,
      KeyRing ring,
      Database database,
      InstantSource clock,
      Counters counters) {
    this(directory, settings, ring, database, clock, counters, new Disk());
  }

  Archive(
      Path directory,
      ArchiveSettings settings,
      KeyRing ring,
      Database database,
      InstantSource clock,
      Counters counters,
      Disk disk) {
    this.directory = directory;
    this.database = database;
    this.disk = disk;
    this.master = new MasterCipher(ring);
    this.waiting = new WaitingLines(this::reader, database, settings.undeliveredLines());
    this.projector = new Projector(directory, database, this::damaged);
    this.keeping = new Keeping(directory, disk, this, database);
    this.ruleSets = new RuleSets(this, database);
    this.conversations =
        new Conversations(database, () -> projector.catchUp(PATIENCE), this::reader, this::damaged);
    this.writer =
        new JournalWriter(
            directory, settings, master, disk, RETRY, PATIENCE, clock, counters, new Views());
  }

  @Override
  public String name() {
    return "archive";
  }

  /** Has every record sealed; the seal is started before the archive and closed after it. */
  public void sealWith(Seal started) {
    seal = started;
  }

  /**
   * Has every durable record told, without its body, on the archive's thread: never block there.
   */
  public void onRecord(Consumer<ArchiveRecord> told) {
    listener = told;
  }

  /** Takes the lock, cuts off what a crash left half written, and goes on behind it. */
  @Override
  public void start() throws IOException {
    Files.createDirectories(directory);
    lock = JournalLock.take(directory);
    Eraser.clear(directory, disk);
    Recovery.End end = Recovery.run(directory, disk);
    if (!end.wrappedKey().map(master::holds).orElse(true)) {
      throw new IOException(
          "the journal in "
              + directory
              + " was written under an archive key that is not in the ring;"
              + " restore the keys that belong to it");
    }
    end.damages().forEach(this::damaged);
    log = HexFormat.of().formatHex(writer.open(end));
    long projected = projector.start(log, end.last());
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

  /**
   * Calls that an address made or got, newest first, quick however many calls of others there are.
   * As for calls. Blocks.
   *
   * @param before only calls whose sequence is smaller
   */
  public List<CallRow> callsOf(String address, long before, int limit) {
    projector.catchUp(PATIENCE);
    return database.read(handle -> ArchiveQueries.callsOf(handle, address, before, limit));
  }

  /** Chat lines, newest first; as for calls. Blocks. */
  public List<MessageRow> messages(MessageFilter filter) {
    projector.catchUp(PATIENCE);
    return database.read(handle -> ArchiveQueries.messages(handle, filter));
  }

  /** Chat as the people see it who wrote it. */
  public Conversations conversations() {
    return conversations;
  }

  /** Chat lines that wait for a reviewer, oldest first. Blocks. */
  public List<MessageRow> heldLines(int limit) {
    projector.catchUp(PATIENCE);
    return database.read(handle -> ArchiveQueries.held(handle, limit));
  }

  /**
   * What a line said, read from the journal and decrypted. Blocks.
   *
   * @throws PurgedException where retention took it
   */
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
    try (RecordReader reader = reader()) {
      ArchiveRecord found =
          reader.read(position, sequence).orElseThrow(() -> new PurgedException(sequence));
      if (type.isInstance(found)) {
        return type.cast(found);
      }
      throw new IOException("record " + sequence + " is a " + found.type());
    } catch (Damage e) {
      damaged(e.getMessage());
      throw new IOException("record " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Appends and returns once the record is durable: for what a person does. Blocks.
   *
   * @return its sequence
   */
  public long write(ArchiveRecord entry) throws IOException {
    return sequence(written(entry).join());
  }

  /** The same, but gives up after so long; the record may still become durable then. */
  public long write(ArchiveRecord entry, Duration patience) throws IOException {
    return sequence(awaited(written(entry), patience));
  }

  private static Receipt awaited(CompletableFuture<Receipt> answer, Duration patience)
      throws IOException {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("the journal does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for the journal was interrupted", e);
    }
  }

  /** Several at once, which wait for the disk together; as for one. */
  public void write(List<ArchiveRecord> entries, Duration patience) throws IOException {
    List<CompletableFuture<Receipt>> written = entries.stream().map(this::written).toList();
    for (CompletableFuture<Receipt> each : written) {
      sequence(awaited(each, patience));
    }
  }

  private CompletableFuture<Receipt> written(ArchiveRecord entry) {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    writer.append(new Waiting(entry, null, answer::complete));
    return answer;
  }

  private static long sequence(Receipt receipt) throws IOException {
    if (receipt instanceof Receipt.Durable durable) {
      return durable.sequence();
    }
    throw new IOException("the journal takes nothing: " + ((Receipt.Refused) receipt).why());
  }

  /** What is kept, taken and copied of the journal as a whole. */
  public Keeping keeping() {
    return keeping;
  }

  /** The rule sets that were ever in force. */
  public RuleSets ruleSets() {
    return ruleSets;
  }

  /**
   * Reads on in the journal, for a view of it, up to what is durable now; what is damaged throws or
   * is stepped over.
   *
   * @param after the last record that the view holds; 0 for none
   * @param lastAt where that record lies, as far as that is known
   */
  public ArchiveReader read(long after, Optional<Position> lastAt) throws IOException {
    return ArchiveReader.between(directory, master, after, lastAt, writer.durable(), this::damaged);
  }

  /**
   * Reads the fields of the records, bodies left out, from about that time on up to what is durable
   * now; what is damaged throws or is stepped over.
   */
  public ArchiveReader fields(Instant since) throws IOException {
    return ArchiveReader.fields(directory, master, since, writer.durable(), this::damaged);
  }

  /**
   * One record, body included. Blocks.
   *
   * @param position where it lay when a view saw it; where it is gone from there it is looked for
   */
  public ArchiveReader.Entry entry(long sequence, Position position) throws IOException {
    try (RecordReader reader = reader()) {
      return reader.entry(position, sequence);
    } catch (Damage e) {
      throw new IOException("record " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a proof of a record is made over; as for {@link #entry}. Blocks. */
  public RawRecord raw(long sequence, Position position) throws IOException {
    try (RecordReader reader = reader()) {
      Frame frame = reader.frame(position, sequence);
      return new RawRecord(sequence, frame.leaf(), frame.fieldsPart());
    } catch (Damage e) {
      throw new IOException("record " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }

  private RecordReader reader() {
    return new RecordReader(directory, master, index);
  }

  /** The journal's id in hex: what is a view of another journal is not believed. */
  public String log() {
    return log;
  }

  /** Sequence of the last record that is on disk. */
  public long durable() {
    return writer.durable();
  }

  /** How often a segment was walked through to find a record that a purge had moved. */
  public long walks() {
    return index.made();
  }

  JournalWriter writer() {
    return writer;
  }

  /**
   * Brings the tables up to what is durable; false where that takes longer than one should wait.
   */
  boolean caughtUp() {
    long target = writer.durable();
    projector.catchUp(PATIENCE);
    return projector.projected() >= target;
  }

  /** Records that wait for the archive thread. */
  public int queued() {
    return writer.queued();
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
        boolean gone = frame.remains() != Remains.WHOLE;
        if (!gone && WaitingLines.concerns(frame.type())) {
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
      List<Committed> bare = records.stream().map(Committed::withoutBody).toList();
      projector.committed(bare);
      bare.forEach(this::tell);
    }

    private void tell(Committed record) {
      try {
        listener.accept(record.entry());
      } catch (RuntimeException e) {
        LOG.error("a record could not be told", e);
      }
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
