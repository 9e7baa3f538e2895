package io.sallyport.server.wire;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A journal whose disk the test holds: records wait until they are released as durable, or refused.
 */
public final class HeldJournal implements Journal {
  public final List<ArchiveRecord> records = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean held;
  private boolean failing;

  public void hold() {
    held = true;
  }

  public void release() {
    held = false;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  public void fail() {
    failing = true;
  }

  public List<String> types() {
    return records.stream().map(ArchiveRecord::type).toList();
  }

  public <T extends ArchiveRecord> T last(Class<T> type) {
    return records.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Override
  public void append(ArchiveRecord entry, Loop loop, Consumer<Receipt> done) {
    Runnable deliver =
        () -> {
          Receipt receipt =
              failing ? new Receipt.Refused("disk full") : new Receipt.Durable(records.size());
          if (!failing) {
            records.add(entry);
          }
          loop.post(() -> done.accept(receipt));
        };
    if (held) {
      waiting.add(deliver);
    } else {
      deliver.run();
    }
  }

  @Override
  public void append(ArchiveRecord entry) {
    records.add(entry);
  }

  @Override
  public boolean accepting() {
    return true;
  }
}
