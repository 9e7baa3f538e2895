package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Chat as those see it who wrote it: every question names its owner, and nothing is answered but
 * what that person sent, or was sent and may see. Addresses are those of record. All of it blocks.
 *
 * <p>Each question is answered from the begin or end of an index, however many lines there are.
 */
public final class Conversations {
  /** Somebody with whom the owner has written, and the sequence of the newest line. */
  public record Conversation(String peer, long newest) {}

  // immutable
  private final Database database;
  private final Runnable catchUp;
  private final Supplier<RecordReader> readers;
  private final Consumer<String> onDamage;

  Conversations(
      Database database,
      Runnable catchUp,
      Supplier<RecordReader> readers,
      Consumer<String> onDamage) {
    this.database = database;
    this.catchUp = catchUp;
    this.readers = readers;
    this.onDamage = onDamage;
  }

  /** The conversations whose newest line is before that one, the latest first. */
  public List<Conversation> of(String owner, long before, int limit) {
    catchUp.run();
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT peer, newest FROM conversations WHERE owner = :owner"
                        + " AND newest < :before ORDER BY newest DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Conversation(row.getString(1), row.getLong(2)))
                .list());
  }

  /** Lines between the two before that one, the latest first. */
  public List<MessageRow> lines(String owner, String peer, long before, int limit) {
    catchUp.run();
    return database.read(
        handle -> {
          List<MessageRow> lines =
              new ArrayList<>(
                  rows(
                      handle,
                      owner,
                      peer,
                      "sequence < :at",
                      before,
                      limit,
                      ConversationTables.NO_RECEIPT));
          if (!owner.equals(peer)) {
            lines.addAll(
                rows(
                    handle,
                    peer,
                    owner,
                    "sequence < :at",
                    before,
                    limit,
                    ConversationTables.SHOWN));
          }
          lines.sort(Comparator.comparingLong(MessageRow::sequence).reversed());
          return lines.stream().limit(limit).toList();
        });
  }

  /** The line of that id, where the owner sent it. */
  public Optional<MessageRow> sent(String owner, String message) {
    catchUp.run();
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM messages WHERE message_id = ? AND sender = ?")
                .bind(0, message)
                .bind(1, owner)
                .map((row, context) -> ArchiveQueries.message(row))
                .findOne());
  }

  /**
   * How many lines the owner has not read: those after a mark and after what the owner wrote last,
   * because nobody answers what was not read.
   *
   * @param most at which counting ends
   */
  public int unread(String owner, String peer, long after, int most) {
    return database.read(
        handle -> {
          long answered =
              rows(handle, owner, peer, "sequence > :at", after, 1, ConversationTables.NO_RECEIPT)
                  .stream()
                  .mapToLong(MessageRow::sequence)
                  .findFirst()
                  .orElse(after);
          return handle
              .createQuery(
                  "SELECT COUNT(*) FROM (SELECT sequence FROM messages WHERE sender = :sender"
                      + " AND recipient = :recipient AND sequence > :at AND "
                      + ConversationTables.SHOWN
                      + " LIMIT :limit) lines")
              .bind("sender", peer)
              .bind("recipient", owner)
              .bind("at", answered)
              .bind("limit", most)
              .mapTo(Integer.class)
              .one();
        });
  }

  /** Lines to the owner up to that one which no device has had, the oldest first. */
  public List<MessageRow> waiting(String owner, String peer, long upTo, int limit) {
    catchUp.run();
    String waits = ConversationTables.SHOWN + " AND delivered IS NULL AND NOT purged";
    return database
        .read(handle -> rows(handle, peer, owner, "sequence <= :at", upTo, limit, waits))
        .stream()
        .sorted(Comparator.comparingLong(MessageRow::sequence))
        .toList();
  }

  /**
   * What each of the lines says: as it was delivered, so that what was masked stays masked. Empty
   * where retention took it.
   */
  public List<Optional<Body>> bodies(List<MessageRow> rows) throws IOException {
    List<Optional<Body>> bodies = new ArrayList<>();
    try (RecordReader reader = readers.get()) {
      for (MessageRow row : rows) {
        bodies.add(row.purged() ? Optional.empty() : body(reader, row));
      }
    } catch (Damage e) {
      onDamage.accept(e.getMessage());
      throw new IOException("a line cannot be read: " + e.getMessage(), e);
    }
    return bodies;
  }

  private Optional<Body> body(RecordReader reader, MessageRow row) throws IOException, Damage {
    if (!row.marks().contains(Mark.MASKED)) {
      return reader
          .read(row.position(), row.sequence())
          .filter(ChatMessage.class::isInstance)
          .map(line -> ((ChatMessage) line).body());
    }
    Optional<WaitingLines.Place> place =
        database.read(handle -> ContentTables.masked(handle, row.message()));
    if (place.isEmpty()) {
      // never the original in its place
      return Optional.empty();
    }
    return reader
        .read(place.get().position(), place.get().sequence())
        .filter(Matched.class::isInstance)
        .map(matched -> ((Matched) matched).body());
  }

  private static List<MessageRow> rows(
      Handle handle,
      String sender,
      String recipient,
      String range,
      long at,
      int limit,
      String condition) {
    Query query =
        handle.createQuery(
            "SELECT * FROM messages WHERE sender = :sender AND recipient = :recipient AND "
                + range
                + " AND "
                + condition
                + " ORDER BY sender, recipient, sequence DESC LIMIT :limit");
    return query
        .bind("sender", sender)
        .bind("recipient", recipient)
        .bind("at", at)
        .bind("limit", limit)
        .map((row, context) -> ArchiveQueries.message(row))
        .list();
  }
}
