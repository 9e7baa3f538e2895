package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Rejected;
import io.sallyport.server.archive.ContentRecord.Released;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What the tables of {@code V10__content.sql} hold: what content rules and reviewers decided. */
final class ContentTables {
  private ContentTables() {}

  /** Runs in the transaction that writes the lines, after them. */
  static void write(Handle handle, List<Committed> records) {
    PreparedBatch matches =
        handle.prepareBatch(
            "INSERT INTO content_matches (message_id, sequence, segment, segment_offset, action)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    PreparedBatch reviews =
        handle.prepareBatch("UPDATE messages SET review = ? WHERE message_id = ? AND review = ''");
    for (Committed record : records) {
      if (record.entry() instanceof Matched matched) {
        matches.add(
            ArchiveTables.text(matched.message(), ArchiveTables.ID),
            record.sequence(),
            record.position().segment(),
            record.position().offset(),
            ArchiveTables.text(matched.action(), 16));
      } else if (record.entry() instanceof Released released) {
        reviews.add("released", ArchiveTables.text(released.message(), ArchiveTables.ID));
      } else if (record.entry() instanceof Rejected rejected) {
        reviews.add("rejected", ArchiveTables.text(rejected.message(), ArchiveTables.ID));
      }
    }
    ArchiveTables.run(matches);
    ArchiveTables.run(reviews);
  }

  /** What is masked has nothing to deliver once its body is gone. */
  static void forget(Handle handle, PurgeCompleted purge) {
    PreparedBatch batch =
        handle.prepareBatch("DELETE FROM content_matches WHERE sequence BETWEEN ? AND ?");
    purge.bodies().forEach(range -> batch.add(range.first(), range.last()));
    purge.fields().forEach(range -> batch.add(range.first(), range.last()));
    ArchiveTables.run(batch);
  }

  /** Where the body lies that is delivered in place of a line's own. */
  static Optional<WaitingLines.Place> masked(Handle handle, String message) {
    return handle
        .createQuery(
            "SELECT sequence, segment, segment_offset FROM content_matches"
                + " WHERE message_id = ? AND action = ?")
        .bind(0, message)
        .bind(1, Mark.MASKED)
        .map((row, context) -> place(row))
        .findOne();
  }

  private static WaitingLines.Place place(ResultSet row) throws SQLException {
    return new WaitingLines.Place(
        row.getLong("sequence"),
        new Position(row.getLong("segment"), row.getLong("segment_offset")));
  }
}
