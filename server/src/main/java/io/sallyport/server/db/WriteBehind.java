package io.sallyport.server.db;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Writes what somebody notes in memory behind them, on the database's own threads and in batches:
 * one writer at a time, which goes on as long as something waits and the last batch was written.
 * Any thread.
 */
public final class WriteBehind {
  // immutable
  private final Database database;
  private final BooleanSupplier waits;
  private final BooleanSupplier write;

  // any thread
  private final AtomicBoolean writing = new AtomicBoolean();

  /**
   * @param waits whether anything is noted that is not written
   * @param write writes a batch of it, one thread at a time, and says whether there was one and it
   *     could be done; blocks
   */
  public WriteBehind(Database database, BooleanSupplier waits, BooleanSupplier write) {
    this.database = database;
    this.waits = waits;
    this.write = write;
  }

  /** Begins to write, where nobody does; also what a full queue or a failed batch left behind. */
  public void wake() {
    if (waits.getAsBoolean()
        && writing.compareAndSet(false, true)
        && !database.submit(this::behind)) {
      writing.set(false);
    }
  }

  /**
   * Writes on the calling thread, which may block, what is still noted; what another thread is
   * writing is stored too when this returns.
   */
  public void writeNow() {
    while (write.getAsBoolean()) {
      // the next batch; the last attempt, at nothing, waits for the thread that writes
    }
  }

  private void behind() {
    boolean written = write.getAsBoolean();
    writing.set(false);
    if (written) {
      // what was noted while we wrote
      wake();
    }
  }
}
