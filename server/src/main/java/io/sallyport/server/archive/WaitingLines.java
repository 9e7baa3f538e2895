package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.base.Loop;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which lines wait for whom, by their place in the journal; texts are read when asked for. */
final class WaitingLines implements Undelivered {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingLines.class);

  // immutable
  private final Supplier<RecordReader> readers;
  private final Database database;
  private final int most;

  // any thread: guarded by this
  private final Map<String, Map<String, Place>> byRecipient = new HashMap<>();
  private final Map<String, String> recipients = new HashMap<>();

  /** Where a waiting line lies. */
  record Place(long sequence, Position position) {}

  WaitingLines(Supplier<RecordReader> readers, Database database, int most) {
    this.readers = readers;
    this.database = database;
    this.most = most;
  }

  synchronized void add(String message, String recipient, Place place) {
    byRecipient.computeIfAbsent(recipient, r -> new LinkedHashMap<>()).put(message, place);
    recipients.put(message, recipient);
  }

  /** Takes a durable record into account. */
  synchronized void committed(Committed record) {
    if (record.entry() instanceof ChatMessage line) {
      add(line.message(), line.to(), new Place(record.sequence(), record.position()));
    } else if (record.entry() instanceof PurgeCompleted purge) {
      forget(Sequences.of(purge.bodies()).with(Sequences.of(purge.fields())));
    } else if (record.entry() instanceof ChatDelivered delivered) {
      String recipient = recipients.remove(delivered.message());
      Map<String, Place> lines = recipient == null ? null : byRecipient.get(recipient);
      if (lines != null) {
        lines.remove(delivered.message());
        if (lines.isEmpty()) {
          byRecipient.remove(recipient);
        }
      }
    }
  }

  /** A line that waited longer than lines are kept has nothing left to deliver. */
  private void forget(Sequences purged) {
    byRecipient
        .values()
        .forEach(
            lines ->
                lines
                    .entrySet()
                    .removeIf(
                        line -> {
                          boolean gone = purged.contains(line.getValue().sequence());
                          if (gone) {
                            recipients.remove(line.getKey());
                          }
                          return gone;
                        }));
    byRecipient.values().removeIf(Map::isEmpty);
  }

  boolean hasRoom(String address) {
    return count(address) < most;
  }

  @Override
  public synchronized int count(String address) {
    Map<String, Place> lines = byRecipient.get(address);
    return lines == null ? 0 : lines.size();
  }

  @Override
  public List<ChatMessage> of(String address, int limit) {
    List<ChatMessage> lines = new ArrayList<>();
    try (RecordReader reader = readers.get()) {
      for (Place place : places(address, limit)) {
        try {
          reader
              .read(place.position(), place.sequence())
              .filter(ChatMessage.class::isInstance)
              .ifPresent(line -> lines.add((ChatMessage) line));
        } catch (IOException | Damage e) {
          LOG.error("record {} cannot be read: {}", place.sequence(), e.getMessage());
        }
      }
    }
    return lines;
  }

  @Override
  public void read(String address, int limit, Loop loop, Consumer<List<ChatMessage>> done) {
    boolean accepted =
        count(address) > 0
            && database.submit(
                () -> {
                  List<ChatMessage> lines = of(address, limit);
                  loop.post(() -> done.accept(lines));
                });
    if (!accepted) {
      loop.post(() -> done.accept(List.of()));
    }
  }

  private synchronized List<Place> places(String address, int limit) {
    return byRecipient.getOrDefault(address, Map.of()).values().stream().limit(limit).toList();
  }
}
