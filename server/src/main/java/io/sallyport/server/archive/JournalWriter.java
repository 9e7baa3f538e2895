package io.sallyport.server.archive;

import io.sallyport.server.archive.Batch.Waiting;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive thread: takes what waits, writes it with one write, forces it with one fsync, and
 * only then tells those who wait. While one fsync runs the next commit gathers by itself; nobody
 * who waits is delayed.
 *
 * <p>After a failed write nothing is accepted until a new segment could be made, which is tried
 * from time to time. While a write does not return, those behind it are refused after a while.
 */
final class JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int MOST_IN_A_COMMIT = 4_096;
  private static final long IDLE_MILLIS = 100;
  private static final int WORTH_A_COMMIT = 64;
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  // immutable
  private final Path directory;
  private final ArchiveSettings settings;
  private final MasterCipher master;
  private final Disk disk;
  private final Duration retry;
  private final Duration patience;
  private final InstantSource clock;
  private final Counters counters;
  private final CommitListener listener;
  private final SecureRandom random = new SecureRandom();
  private final Batch batch;
  private final Room room;
  private final Thread thread = new Thread(this::run, "archive");

  // any thread: bounded; a full queue refuses
  private final ArrayBlockingQueue<Waiting> queue;

  private final Overdue overdue;

  // any thread: each entry is a thread that waits
  private final Queue<CompletableFuture<Sealed>> sealers = new ConcurrentLinkedQueue<>();

  // any thread: volatile, written by archive (closing: by who closes)
  private volatile String failing = "the journal is not started";
  private volatile boolean closing;
  private volatile long durable;
  private volatile long busySince;

  // owned by: archive
  private final ArrayDeque<Waiting> taken = new ArrayDeque<>();
  private Segment segment;
  private BodyCipher cipher;
  private Disk.Output head;
  private byte[] log;
  private byte[] hash;
  private long lastRetry;

  /**
   * How far the segments go that are written no more.
   *
   * @param next first sequence of the segment that is being written
   */
  record Sealed(Head head, long next) {}

  /**
   * The writer of a journal.
   *
   * @param retry between two tries after a failure
   * @param patience how long the disk may take over a commit before it is called stuck
   */
  JournalWriter(
      Path directory,
      ArchiveSettings settings,
      MasterCipher master,
      Disk disk,
      Duration retry,
      Duration patience,
      InstantSource clock,
      Counters counters,
      CommitListener listener) {
    this.directory = directory;
    this.settings = settings;
    this.master = master;
    this.disk = disk;
    this.retry = retry;
    this.patience = patience;
    this.clock = clock;
    this.counters = counters;
    this.listener = listener;
    this.batch = new Batch(clock, random);
    this.room = new Room(disk, directory, settings.reserveMegabytes());
    this.queue = new ArrayBlockingQueue<>(settings.queuedRecords());
    this.overdue = new Overdue(settings.queuedRecords());
  }

  /** Goes on behind the journal's end in a new segment; returns the log's id. */
  byte[] open(Recovery.End end) throws IOException {
    durable = end.last();
    hash = end.hash();
    log = end.log().orElseGet(this::newLog);
    head = disk.open(directory.resolve(Head.FILE));
    openSegment();
    room.lookNow();
    return log.clone();
  }

  /** Begins to accept. */
  void start() {
    failing = null;
    thread.start();
  }

  /** Queues a record; refuses at once where it cannot be taken. */
  void append(Waiting record) {
    String why = refusal(record.entry());
    if (why == null && queue.offer(record)) {
      if (closing) {
        refuseQueued();
      }
      return;
    }
    postpone(record, why == null ? "the journal is overloaded" : why);
    refuseBehindStuck();
  }

  boolean accepting() {
    refuseBehindStuck();
    return problem() == null && room.problem() == null && !closing && queue.remainingCapacity() > 0;
  }

  /** Why new calls and lines are refused; empty where all is well. */
  Optional<String> failing() {
    return Optional.ofNullable(problem()).or(() -> Optional.ofNullable(room.problem()));
  }

  /** Records that wait. */
  int queued() {
    return queue.size();
  }

  /** Sequence of the last record that is on disk. */
  long durable() {
    return durable;
  }

  /**
   * Has all that is durable lie in segments that are written no more; answers on the archive
   * thread.
   */
  CompletableFuture<Sealed> seal() {
    CompletableFuture<Sealed> answer = new CompletableFuture<>();
    sealers.add(answer);
    if (!thread.isAlive()) {
      refuseSealers();
    }
    return answer;
  }

  /** Writes what was accepted, then closes the files. */
  void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    refuseQueued();
    refuseSealers();
    try {
      if (head != null) {
        head.force();
        head.close();
      }
      if (segment != null) {
        segment.finish();
      }
    } catch (IOException e) {
      LOG.warn("the journal's files did not close: {}", e.toString());
    }
    head = null;
    segment = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The disk's reserve is for closing what runs: what begins something new is refused earlier. */
  private String refusal(ArchiveRecord entry) {
    if (closing) {
      return "the journal is closed";
    }
    boolean begins =
        entry instanceof ArchiveRecord.CallStarted || entry instanceof ArchiveRecord.ChatMessage;
    String problem = problem();
    return problem == null && begins ? room.problem() : problem;
  }

  private String problem() {
    String now = failing;
    return now == null ? stuck() : now;
  }

  /** Why a disk that never answers takes nothing; null where it does, or is given time yet. */
  private String stuck() {
    long since = busySince;
    long nanos = System.nanoTime() - since;
    return since == 0 || nanos < patience.toNanos()
        ? null
        : "the disk has not answered for %d seconds"
            .formatted(TimeUnit.NANOSECONDS.toSeconds(nanos));
  }

  /** What has not been taken for a commit yet was not written: it can be refused by any thread. */
  private void refuseBehindStuck() {
    String why = stuck();
    if (why != null) {
      for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
        refuse(next, why);
      }
    }
  }

  private void run() {
    while (!closing || !taken.isEmpty() || !queue.isEmpty()) {
      try {
        turn();
      } catch (InterruptedException e) {
        // nobody interrupts this thread: the files would close under it
        LOG.error("the archive thread was interrupted", e);
      } catch (RuntimeException | Error e) {
        LOG.error("a turn of the archive thread failed", e);
      }
    }
  }

  private void turn() throws InterruptedException {
    if (failing == null) {
      overdue.drainTo(taken);
    }
    if (taken.isEmpty()) {
      Waiting first = queue.poll(closing ? 0 : IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        taken.add(first);
        queue.drainTo(taken, MOST_IN_A_COMMIT);
        linger();
      }
    }
    busySince = System.nanoTime() | 1;
    try {
      work();
    } finally {
      busySince = 0;
    }
  }

  private void work() {
    if (failing != null) {
      refuseTaken(failing);
      retry();
    } else if (taken.isEmpty()) {
      listener.idle();
      room.look();
    } else {
      room.look();
      commit();
    }
    if (!sealers.isEmpty()) {
      sealNow();
    }
  }

  private void sealNow() {
    try {
      if (failing == null && !segment.isEmpty()) {
        roll();
      }
    } catch (IOException e) {
      fail("the journal cannot be written: " + e);
    }
    for (CompletableFuture<Sealed> next = sealers.poll(); next != null; next = sealers.poll()) {
      if (failing == null) {
        next.complete(new Sealed(new Head(log, durable, hash), segment.header().firstSequence()));
      } else {
        next.completeExceptionally(new IOException(failing));
      }
    }
  }

  private void refuseSealers() {
    for (CompletableFuture<Sealed> next = sealers.poll(); next != null; next = sealers.poll()) {
      next.completeExceptionally(new IOException("the journal is closed"));
    }
  }

  /** Records that nobody waits for share the fsync of the next one that somebody does. */
  private void linger() throws InterruptedException {
    long deadline = System.nanoTime() + LINGER_NANOS;
    while (!closing
        && taken.size() < WORTH_A_COMMIT
        && taken.stream().allMatch(waiting -> waiting.done() == null)) {
      Waiting next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      taken.add(next);
      queue.drainTo(taken, MOST_IN_A_COMMIT);
    }
  }

  private void commit() {
    batch.clear();
    try {
      if (segment.durable() >= (long) settings.segmentMegabytes() << 20) {
        roll();
      }
      gather();
      if (!batch.isEmpty()) {
        segment.commit(batch.bytes());
        counters.add(Counter.ARCHIVE_COMMITS);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail("the journal cannot be written: " + e);
      batch.waiting().forEach(w -> postpone(w, failing));
      refuseTaken(failing);
      return;
    }
    durable = batch.last();
    hash = batch.hash();
    writeHead();
    counters.add(Counter.ARCHIVE_RECORDS, batch.records().size());
    tellListener();
    for (int i = 0; i < batch.records().size(); i++) {
      tell(batch.waiting().get(i), new Journal.Receipt.Durable(batch.records().get(i).sequence()));
    }
  }

  private void tellListener() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      listener.hashed(batch.records().get(0).sequence(), batch.leaves());
      listener.committed(batch.records());
    } catch (RuntimeException e) {
      LOG.error("a commit was not taken into the views of the journal", e);
    }
  }

  private void gather() {
    batch.begin(segment, cipher, durable, hash);
    while (!taken.isEmpty() && !batch.isFull()) {
      Waiting next = taken.poll();
      try {
        batch.add(next);
      } catch (IOException e) {
        LOG.warn("a {} is refused: {}", next.entry().type(), e.getMessage());
        refuse(next, e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("a {} cannot be encoded", next.entry().type(), e);
        refuse(next, "the record cannot be encoded");
      }
    }
  }

  /** Never fails a record that is durable: a head that cannot be written fails what comes next. */
  private void writeHead() {
    try {
      head.write(new Head(log, durable, hash).encode(), 0);
    } catch (IOException e) {
      fail("the journal's head cannot be written: " + e.getMessage());
    }
  }

  private void roll() throws IOException {
    segment.finish();
    openSegment();
  }

  private void openSegment() throws IOException {
    SegmentHeader header = master.newSegment(log, durable + 1, clock.millis(), hash, random);
    Segment next = Segment.create(directory, header, disk);
    try {
      head.write(new Head(log, durable, hash).encode(), 0);
      head.force();
      cipher = master.bodies(header);
    } catch (IOException e) {
      next.abandon(e);
      throw e;
    } catch (Damage e) {
      throw new IllegalStateException("the key that was just wrapped does not open", e);
    }
    segment = next;
    LOG.info("journal goes on in {}", SegmentFiles.file(directory, header.firstSequence()));
  }

  private void retry() {
    long now = System.nanoTime();
    if (now - lastRetry < retry.toNanos()) {
      return;
    }
    lastRetry = now;
    try {
      if (segment != null) {
        segment.giveUp();
        segment = null;
      }
      Segment.clear(directory, durable + 1, disk);
      openSegment();
      LOG.info("the journal is written again");
      failing = null;
    } catch (IOException e) {
      failing = "the journal cannot be written: " + e.getMessage();
    }
  }

  private void fail(String why) {
    if (failing == null) {
      LOG.warn("nothing is accepted for the record: {}", why);
      lastRetry = System.nanoTime();
    }
    failing = why;
  }

  private void refuseTaken(String why) {
    for (Waiting next = taken.poll(); next != null; next = taken.poll()) {
      postpone(next, why);
    }
  }

  private void refuseQueued() {
    if (!thread.isAlive()) {
      for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
        refuse(next, "the journal is closed");
      }
    }
  }

  /** Keeps the end of a call for later; refuses anything else. */
  private void postpone(Waiting record, String why) {
    if (closing || !overdue.keep(record)) {
      refuse(record, why);
    }
  }

  private void refuse(Waiting record, String why) {
    counters.add(Counter.ARCHIVE_REFUSED);
    tell(record, new Journal.Receipt.Refused(why));
  }

  private void tell(Waiting record, Journal.Receipt receipt) {
    Loop loop = record.loop();
    Consumer<Journal.Receipt> done = record.done();
    if (done != null && loop == null) {
      done.accept(receipt);
    } else if (done != null) {
      loop.post(() -> done.accept(receipt));
    }
  }

  private byte[] newLog() {
    byte[] id = new byte[SegmentHeader.LOG_LENGTH];
    random.nextBytes(id);
    return id;
  }
}
