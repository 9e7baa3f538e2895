package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.archive.Journal.Receipt;
import io.sallyport.server.base.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The access log in the journal. Blocks until the journal has answered. */
public final class JournalAccessLog implements AccessLog {
  private static final long PATIENCE_SECONDS = 30;

  // immutable
  private final Journal journal;

  public JournalAccessLog(Journal journal) {
    this.journal = journal;
  }

  @Override
  public long write(ArchiveRecord act) throws IOException {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    journal.append(act, Handover.INSTANCE, answer::complete);
    try {
      Receipt receipt = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (receipt instanceof Receipt.Durable durable) {
        return durable.sequence();
      }
      throw new IOException(
          "nothing is shown, as it could not go on record: " + ((Receipt.Refused) receipt).why());
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("nothing is shown, as the journal does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nothing is shown, as the wait for the journal was interrupted", e);
    }
  }

  /** Hands the receipt over on the archive's own thread: it only ends a wait. */
  private enum Handover implements Loop {
    INSTANCE;

    @Override
    public boolean offer(Runnable task) {
      task.run();
      return true;
    }

    @Override
    public void post(Runnable task) {
      task.run();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("a receipt needs no timer");
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
      return false;
    }
  }
}
