package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.ContentRecord.Released;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What the table of {@code V12__conversations.sql} holds: with whom somebody has written, so that a
 * list of that needs no look at the lines.
 */
final class ConversationTables {
  /** Receipts of phones are on record as lines are, and say nothing to anybody. */
  static final String NO_RECEIPT = "LOWER(content_type) NOT LIKE 'message/imdn%'";

  /** What a recipient may see of what was written to them. */
  static final String SHOWN =
      NO_RECEIPT
          + " AND marks NOT LIKE '%blocked%' AND (marks NOT LIKE '%held%' OR review = 'released')";

  private static final int ADDRESS = 512;

  private ConversationTables() {}

  /** One person's side of a conversation. */
  private record Side(String owner, String peer) {
    Side {
      owner = ArchiveTables.text(owner, ADDRESS);
      peer = ArchiveTables.text(peer, ADDRESS);
    }
  }

  /** Runs in the transaction that writes the lines, after them. */
  static void write(Handle handle, List<Committed> records) {
    Map<Side, Long> newest = new LinkedHashMap<>();
    for (Committed record : records) {
      if (record.entry() instanceof ChatMessage line && !isReceipt(line)) {
        newest.put(new Side(line.from().address(), line.to()), record.sequence());
        if (!line.marks().contains(Mark.BLOCKED) && !line.marks().contains(Mark.HELD)) {
          newest.put(new Side(line.to(), line.from().address()), record.sequence());
        }
      } else if (record.entry() instanceof Released released) {
        released(handle, released.message(), newest);
      }
    }
    raise(handle, newest);
  }

  private static boolean isReceipt(ChatMessage line) {
    return line.body().contentType().toLowerCase(Locale.ROOT).startsWith("message/imdn");
  }

  private static void released(Handle handle, String message, Map<Side, Long> newest) {
    handle
        .createQuery("SELECT sender, recipient, sequence FROM messages WHERE message_id = ?")
        .bind(0, message)
        .map(
            (row, context) ->
                Map.entry(new Side(row.getString(2), row.getString(1)), row.getLong(3)))
        .findOne()
        .ifPresent(line -> newest.merge(line.getKey(), line.getValue(), Math::max));
  }

  private static void raise(Handle handle, Map<Side, Long> newest) {
    PreparedBatch rows =
        handle.prepareBatch(
            "INSERT INTO conversations (owner, peer, newest) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    PreparedBatch marks =
        handle.prepareBatch(
            "UPDATE conversations SET newest = ? WHERE owner = ? AND peer = ? AND newest < ?");
    newest.forEach(
        (side, sequence) -> {
          rows.add(side.owner(), side.peer(), sequence);
          marks.add(sequence, side.owner(), side.peer(), sequence);
        });
    ArchiveTables.run(rows);
    ArchiveTables.run(marks);
  }

  /** A conversation of which no line is left is forgotten with its last; runs after the lines. */
  static void forget(Handle handle, PurgeCompleted purge) {
    for (Sequences.Range range : purge.fields()) {
      List<Side> sides =
          handle
              .createQuery("SELECT owner, peer FROM conversations WHERE newest BETWEEN ? AND ?")
              .bind(0, range.first())
              .bind(1, range.last())
              .map((row, context) -> new Side(row.getString(1), row.getString(2)))
              .list();
      for (Side side : sides) {
        handle.execute(
            "DELETE FROM conversations WHERE owner = ? AND peer = ?", side.owner(), side.peer());
        left(handle, side).ifPresent(sequence -> raise(handle, Map.of(side, sequence)));
      }
    }
  }

  private static Optional<Long> left(Handle handle, Side side) {
    return handle
        .createQuery(
            "SELECT MAX(sequence) FROM messages WHERE (sender = :owner AND recipient = :peer AND "
                + NO_RECEIPT
                + ") OR (sender = :peer AND recipient = :owner AND "
                + SHOWN
                + ")")
        .bind("owner", side.owner())
        .bind("peer", side.peer())
        .mapTo(Long.class)
        .findOne();
  }
}
