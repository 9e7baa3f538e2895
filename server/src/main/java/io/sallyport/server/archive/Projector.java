package io.sallyport.server.archive;

import io.sallyport.server.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables behind the journal. Fresh records wait in a bounded buffer; what did not fit,
 * and what an earlier process left, is read back from the journal. Rows and how far they have come
 * are written in one transaction, so that a record counts exactly once.
 */
final class Projector {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final int BUFFERED = 10_000;
  private static final int AT_ONCE = 1_000;
  private static final int SOON = 256;
  private static final int MOST_TIMES_ANEW = 3;
  private static final Duration TURN = Duration.ofSeconds(2);
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  // immutable
  private final Path directory;
  private final Database database;
  private final Consumer<String> onDamage;
  private final RecordJson json = new RecordJson();

  // any thread: who holds it writes the tables
  private final ReentrantLock writing = new ReentrantLock();

  // owned by: who holds writing
  private String log;
  private int refusals;
  private int begunAnew;

  // any thread: guarded by itself
  private final ArrayDeque<Committed> fresh = new ArrayDeque<>();

  // any thread: volatile
  private volatile long committed;
  private volatile long projected;
  private volatile String failing;
  private volatile boolean submitted;

  // owned by: archive
  private long lastSubmit;

  Projector(Path directory, Database database, Consumer<String> onDamage) {
    this.directory = directory;
    this.database = database;
    this.onDamage = onDamage;
  }

  /** Says how far the tables have come; they begin anew where they are not this journal's. */
  long start(String name, long last) {
    log = name;
    projected = reached(last);
    committed = last;
    return projected;
  }

  private long reached(long atMost) {
    return database.inTransaction(
        handle -> {
          Optional<Long> reached = ArchiveTables.projected(handle, log);
          if (reached.isPresent() && reached.get() <= atMost) {
            return reached.get();
          }
          ArchiveTables.clear(handle, log);
          return 0L;
        });
  }

  /** On the archive thread: remembers the records, without bodies, and has them written soon. */
  void committed(List<Committed> records) {
    int waiting;
    synchronized (fresh) {
      for (Committed record : records) {
        if (fresh.size() < BUFFERED) {
          fresh.add(record);
        }
      }
      waiting = fresh.size();
    }
    committed = records.get(records.size() - 1).sequence();
    if (waiting >= SOON) {
      submit();
    } else {
      idle();
    }
  }

  /** On the archive thread: has what waits written once it is late. */
  void idle() {
    if (projected < committed && System.nanoTime() - lastSubmit >= LATE_NANOS) {
      submit();
    }
  }

  /**
   * Writes all that was committed before the call; for a thread that may block. Where the tables
   * are far behind, as while they are built again, it gives up after a while, and the rest follows.
   */
  void catchUp(Duration atMost) {
    long target = committed;
    long deadline = System.nanoTime() + atMost.toNanos();
    if (!lock(atMost)) {
      return;
    }
    try {
      confirm(target);
      while (projected < target && System.nanoTime() - deadline < 0) {
        projectOrBeginAnew(target, deadline);
      }
      failing = null;
    } catch (IOException e) {
      throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * What was committed to an embedded database and not yet on disk is gone when its disk becomes
   * full: it opens anew by itself, further back, and says nothing.
   */
  private void confirm(long target) {
    long reached = reached(target);
    if (reached != projected) {
      LOG.warn("the tables were set back from record {} to {}; they follow", projected, reached);
      projected = reached;
    }
  }

  /** How far the tables have come. */
  long projected() {
    return projected;
  }

  /** Why the tables stay behind; empty where all is well. */
  Optional<String> failing() {
    return Optional.ofNullable(failing);
  }

  private boolean lock(Duration atMost) {
    try {
      return writing.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void submit() {
    lastSubmit = System.nanoTime();
    if (!submitted) {
      submitted = true;
      if (!database.submit(this::run)) {
        submitted = false;
      }
    }
  }

  private void run() {
    submitted = false;
    try {
      catchUp(TURN);
    } catch (RuntimeException e) {
      if (failing == null) {
        LOG.error("the tables of calls and messages stay behind the journal", e);
      }
      failing = "the tables of calls and messages stay behind the journal";
    }
  }

  /**
   * A step that the database refuses twice will be refused for ever: after a kill H2 has been seen
   * to keep a row of the killed transaction. The tables are a view, so they are built again.
   */
  private void projectOrBeginAnew(long target, long deadline) throws IOException {
    try {
      project(target, deadline);
      refusals = 0;
    } catch (RuntimeException e) {
      refusals++;
      if (begunAnew >= MOST_TIMES_ANEW) {
        throw e;
      }
      if (refusals >= 2) {
        LOG.warn(
            "the tables of calls and messages are stuck and are built again: {}", e.toString());
        begunAnew++;
        refusals = 0;
        database.<Void, RuntimeException>inTransaction(
            handle -> {
              ArchiveTables.clear(handle, log);
              return null;
            });
        projected = 0;
      }
    }
  }

  private void project(long target, long deadline) throws IOException {
    List<Committed> records = takeFresh();
    if (records.isEmpty()) {
      readBack(target, deadline);
    } else {
      write(records, records.get(records.size() - 1).sequence());
    }
  }

  /** The fresh records that follow the last one written, if the next one is among them. */
  private List<Committed> takeFresh() {
    List<Committed> records = new ArrayList<>();
    synchronized (fresh) {
      while (!fresh.isEmpty() && fresh.peek().sequence() <= projected) {
        fresh.poll();
      }
      long next = projected + 1;
      while (!fresh.isEmpty() && fresh.peek().sequence() == next && records.size() < AT_ONCE) {
        records.add(fresh.poll());
        next++;
      }
    }
    return records;
  }

  private void readBack(long target, long deadline) throws IOException {
    List<Committed> records = new ArrayList<>();
    try (JournalCursor cursor = new JournalCursor(directory, projected, target, onDamage)) {
      for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
        decode(frame, cursor.position()).ifPresent(records::add);
        if (records.size() == AT_ONCE) {
          write(records, frame.sequence());
          records.clear();
          if (System.nanoTime() - deadline >= 0) {
            return;
          }
        }
      }
    }
    write(records, target);
  }

  private Optional<Committed> decode(Frame frame, Position position) {
    if (frame.remains() == Remains.LEAF) {
      return Optional.empty();
    }
    try {
      boolean bodyGone = frame.remains() == Remains.FIELDS;
      return json.read(frame.type(), frame.fields(), Committed.NO_BODY)
          .map(
              entry ->
                  new Committed(
                      frame.sequence(), position, entry, bodyGone ? -1 : frame.bodySize()));
    } catch (Damage e) {
      onDamage.accept("record " + frame.sequence() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void write(List<Committed> records, long sequence) {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          ArchiveTables.write(handle, records, sequence);
          return null;
        });
    projected = sequence;
  }
}
