package io.sallyport.server.archive;

import io.sallyport.server.archive.Batch.Waiting;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The ends of calls that the journal could not take while it failed: a call that ends while the
 * disk is full must not run for ever in every list. They are written as soon as anything is; a
 * server that stops before leaves them to the next start. Any thread.
 */
final class Overdue {
  // any thread: bounded; what does not fit is refused like everything else
  private final Queue<Waiting> records;

  Overdue(int most) {
    records = new ArrayBlockingQueue<>(most);
  }

  /** Keeps what ends something and whom nobody would try again; false for all else. */
  boolean keep(Waiting record) {
    return record.entry() instanceof ArchiveRecord.CallEnded
        && record.done() == null
        && records.offer(record);
  }

  /** Hands over what is kept, in order. */
  void drainTo(Collection<Waiting> into) {
    for (Waiting next = records.poll(); next != null; next = records.poll()) {
      into.add(next);
    }
  }
}
