package io.sallyport.server.archive;

import io.sallyport.server.base.Loop;
import java.util.function.Consumer;

/**
 * Where records are appended. One thread writes; many records share one fsync (group commit). The
 * facade that call and chat see; the rest of the package reads.
 */
public interface Journal {

  /** What became of an append. */
  sealed interface Receipt {
    /** The record is on disk: {@code force} returned. */
    record Durable(long sequence) implements Receipt {}

    /** It is not, and will not be: the obligation to archive fails closed. */
    record Refused(String why) implements Receipt {}
  }

  /**
   * Appends and reports on the given loop once durable or refused. Never blocks; a full queue
   * refuses.
   */
  void append(ArchiveRecord entry, Loop loop, Consumer<Receipt> done);

  /** Appends without waiting: for records that promise nothing to a peer. A refusal is counted. */
  void append(ArchiveRecord entry);

  /** Whether new obligations can be met now; false after a failed write until it heals. */
  boolean accepting();
}
