package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Rejected;
import io.sallyport.server.archive.ContentRecord.Released;
import io.sallyport.server.base.Loop;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Held> held = new HashMap<>();
  private final Map<String, Integer> heldFor = new HashMap<>();
  private final Map<String, Place> masked = new Recent();

  // any thread: volatile
  private volatile Consumer<String> reviewed = address -> {};

  /**
   * Where a waiting line lies.
   *
   * @param masked whether what is delivered lies elsewhere
   * @param text where, as far as that is known
   */
  record Place(long sequence, Position position, boolean masked, Optional<Place> text) {
    Place(long sequence, Position position) {
      this(sequence, position, false, Optional.empty());
    }
  }

  /** A line that waits for a reviewer. */
  private record Held(String sender, String recipient, Place place) {}

  WaitingLines(Supplier<RecordReader> readers, Database database, int most) {
    this.readers = readers;
    this.database = database;
    this.most = most;
  }

  @Override
  public void onReviewed(Consumer<String> listener) {
    reviewed = listener;
  }

  /** Whether records of the type change what waits. */
  static boolean concerns(String type) {
    return type.startsWith("chat.")
        || type.equals("content.matched")
        || type.equals("purge.completed");
  }

  /** Takes a line that an earlier process left. */
  synchronized void known(MessageRow row) {
    boolean isMasked = row.marks().contains(Mark.MASKED);
    Place place = new Place(row.sequence(), row.position(), isMasked, Optional.empty());
    if (row.marks().contains(Mark.HELD) && row.review().isEmpty()) {
      hold(row.message(), new Held(row.from(), row.to(), place));
    } else {
      add(row.message(), row.to(), place);
    }
  }

  private void add(String message, String recipient, Place place) {
    byRecipient.computeIfAbsent(recipient, r -> new LinkedHashMap<>()).put(message, place);
    recipients.put(message, recipient);
  }

  /** Takes a durable record into account. */
  void committed(Committed record) {
    reviewed(record).ifPresent(reviewed);
  }

  /** For whom something waits now through what a reviewer decided. */
  private synchronized Optional<String> reviewed(Committed record) {
    if (record.entry() instanceof ChatMessage line) {
      line(line, record);
    } else if (record.entry() instanceof Matched matched) {
      if (matched.action().equals(Mark.MASKED)) {
        masked.put(matched.message(), new Place(record.sequence(), record.position()));
      }
    } else if (record.entry() instanceof PurgeCompleted purge) {
      forget(Sequences.of(purge.bodies()).with(Sequences.of(purge.fields())));
    } else if (record.entry() instanceof Released released) {
      Optional<Held> line = unhold(released.message());
      line.ifPresent(l -> add(released.message(), l.recipient(), l.place()));
      return line.map(Held::recipient);
    } else if (record.entry() instanceof Rejected rejected) {
      return unhold(rejected.message()).map(Held::sender);
    } else if (record.entry() instanceof ChatDelivered delivered) {
      delivered(delivered.message());
    }
    return Optional.empty();
  }

  private void line(ChatMessage line, Committed record) {
    Optional<Place> text = Optional.ofNullable(masked.remove(line.message()));
    if (line.marks().contains(Mark.BLOCKED)) {
      return;
    }
    boolean isMasked = line.marks().contains(Mark.MASKED);
    Place place = new Place(record.sequence(), record.position(), isMasked, text);
    if (line.marks().contains(Mark.HELD)) {
      hold(line.message(), new Held(line.from().address(), line.to(), place));
    } else {
      add(line.message(), line.to(), place);
    }
  }

  private void hold(String message, Held line) {
    if (held.put(message, line) == null) {
      heldFor.merge(line.recipient(), 1, Integer::sum);
    }
  }

  private Optional<Held> unhold(String message) {
    Held line = held.remove(message);
    if (line != null) {
      heldFor.computeIfPresent(line.recipient(), (who, count) -> count == 1 ? null : count - 1);
    }
    return Optional.ofNullable(line);
  }

  private void delivered(String message) {
    String recipient = recipients.remove(message);
    Map<String, Place> lines = recipient == null ? null : byRecipient.get(recipient);
    if (lines != null) {
      lines.remove(message);
      if (lines.isEmpty()) {
        byRecipient.remove(recipient);
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
    held.entrySet().stream()
        .filter(line -> purged.contains(line.getValue().place().sequence()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::unhold);
  }

  /** Lines that a reviewer has to release take room too. */
  synchronized boolean hasRoom(String address) {
    return count(address) + heldFor.getOrDefault(address, 0) < most;
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
          asDelivered(reader, place).ifPresent(lines::add);
        } catch (IOException | Damage e) {
          LOG.error("record {} cannot be read: {}", place.sequence(), e.getMessage());
        }
      }
    }
    return lines;
  }

  /** The line with the body that its recipient gets; empty where that is gone or not known yet. */
  private Optional<ChatMessage> asDelivered(RecordReader reader, Place place)
      throws IOException, Damage {
    Optional<ChatMessage> line =
        reader
            .read(place.position(), place.sequence())
            .filter(ChatMessage.class::isInstance)
            .map(ChatMessage.class::cast);
    if (line.isEmpty() || !place.masked()) {
      return line;
    }
    Optional<Place> text =
        place
            .text()
            .or(() -> database.read(handle -> ContentTables.masked(handle, line.get().message())));
    if (text.isEmpty()) {
      // never the original in its place
      LOG.warn("a masked line waits for its text: record {}", place.sequence());
      return Optional.empty();
    }
    return reader
        .read(text.get().position(), text.get().sequence())
        .filter(Matched.class::isInstance)
        .map(found -> Committed.with(line.get(), ((Matched) found).body()));
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

  /** Bodies whose line follows at once; of one that was refused nothing follows. */
  private static final class Recent extends LinkedHashMap<String, Place> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
      return size() > MOST;
    }
  }
}
