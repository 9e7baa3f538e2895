package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.ApprovalDecided;
import io.sallyport.server.archive.ArchiveRecord.ApprovalRequested;
import io.sallyport.server.archive.ArchiveRecord.ApprovalUsed;
import io.sallyport.server.archive.ArchiveRecord.HoldPlaced;
import io.sallyport.server.archive.ArchiveRecord.HoldReleaseRequested;
import io.sallyport.server.archive.ArchiveRecord.HoldReleased;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ArchiveRecord.RetentionFloor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The few records that say how all the others are kept: floors, holds, approvals, purges. They lie
 * in a table of their own, so that a start need not read the journal from its begin; of purges
 * without the lists of records, which can be long.
 */
final class Rulings {
  private Rulings() {}

  static boolean isRuling(ArchiveRecord entry) {
    return entry instanceof RetentionFloor
        || entry instanceof HoldPlaced
        || entry instanceof HoldReleaseRequested
        || entry instanceof HoldReleased
        || entry instanceof ApprovalRequested
        || entry instanceof ApprovalDecided
        || entry instanceof ApprovalUsed
        || entry instanceof Purge
        || entry instanceof PurgeCompleted;
  }

  /** Whether records of that type are rulings. */
  static boolean isRuling(String type) {
    return type.startsWith("hold.")
        || type.startsWith("approval.")
        || type.equals("purge")
        || type.equals("purge.completed")
        || type.equals("retention.floor");
  }

  static void write(Handle handle, List<Committed> records) {
    RecordJson json = new RecordJson();
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO rulings (sequence, type, fields) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    for (Committed record : records) {
      if (isRuling(record.entry())) {
        batch.add(record.sequence(), record.entry().type(), json.text(light(record.entry())));
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** A ruling as the table has it. */
  static ArchiveRecord light(ArchiveRecord entry) {
    if (entry instanceof Purge purge) {
      return new Purge(
          purge.purge(),
          purge.at(),
          purge.by(),
          purge.approvedBy(),
          List.of(),
          List.of(),
          purge.objects());
    }
    if (entry instanceof PurgeCompleted purge) {
      return new PurgeCompleted(
          purge.purge(), purge.at(), List.of(), List.of(), List.of(), purge.objects());
    }
    return entry;
  }

  /** All of them in order. */
  static List<ArchiveRecord> read(Handle handle) {
    RecordJson json = new RecordJson();
    List<ArchiveRecord> rulings = new ArrayList<>();
    handle
        .createQuery("SELECT type, fields FROM rulings ORDER BY sequence")
        .map((row, context) -> decoded(json, row.getString(1), row.getString(2)))
        .forEach(entry -> entry.ifPresent(rulings::add));
    return rulings;
  }

  private static Optional<ArchiveRecord> decoded(RecordJson json, String type, String fields) {
    try {
      return json.read(type, fields, Committed.NO_BODY);
    } catch (Damage e) {
      throw new IllegalStateException("the table of rulings holds no " + type, e);
    }
  }
}
