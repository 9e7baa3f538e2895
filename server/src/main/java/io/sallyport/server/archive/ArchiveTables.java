package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes records into the tables of {@code V4__archive.sql} and the scripts after it. Each kind
 * goes in one batch, those that make rows before those that change them, so that many records cost
 * few statements.
 */
final class ArchiveTables {
  private static final String VIEW = "archive";
  private static final int ADDRESS = 512;
  static final int ID = 128;

  private ArchiveTables() {}

  /** How far the tables have come for that log; empty where they were fed by another or never. */
  static Optional<Long> projected(Handle handle, String log) {
    return handle
        .createQuery("SELECT sequence FROM projection WHERE name = ? AND log = ?")
        .bind(0, VIEW)
        .bind(1, log)
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * Empties the tables so that they can be filled from the journal's begin. TRUNCATE, because a row
   * that a killed process left held by its transaction resists DELETE for ever; the mark goes
   * first, so that being killed in between begins anew.
   */
  static void clear(Handle handle, String log) {
    handle.execute("TRUNCATE TABLE projection");
    handle.execute("TRUNCATE TABLE calls");
    handle.execute("TRUNCATE TABLE messages");
    handle.execute("TRUNCATE TABLE content_matches");
    handle.execute("TRUNCATE TABLE conversations");
    handle.execute("TRUNCATE TABLE rulings");
    handle.execute("TRUNCATE TABLE rule_sets");
    handle.execute("INSERT INTO projection (name, log, sequence) VALUES (?, ?, 0)", VIEW, log);
  }

  /** Writes the records and how far the tables have come; runs in one transaction. */
  static void write(Handle handle, List<Committed> records, long sequence) {
    insertCalls(handle, records);
    insertMessages(handle, records);
    ContentTables.write(handle, records);
    ConversationTables.write(handle, records);
    answerCalls(handle, records);
    endCalls(handle, records);
    deliverMessages(handle, records);
    Rulings.write(handle, records);
    RuleSets.write(handle, records);
    forgetPurged(handle, records);
    handle.execute("UPDATE projection SET sequence = ? WHERE name = ?", sequence, VIEW);
  }

  private static void insertCalls(Handle handle, List<Committed> records) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO calls (call_id, sequence, segment, segment_offset, started, caller,"
                + " callee, kinds, status, talk_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"
                + " ON CONFLICT DO NOTHING");
    for (Committed record : records) {
      if (record.entry() instanceof CallStarted call) {
        batch.add(
            text(call.call(), ID),
            record.sequence(),
            record.position().segment(),
            record.position().offset(),
            call.at().toEpochMilli(),
            text(call.from().address(), ADDRESS),
            text(call.to(), ADDRESS),
            text(String.join(",", call.kinds()), ID));
      }
    }
    run(batch);
  }

  private static void answerCalls(Handle handle, List<Committed> records) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE calls SET answered = ?, answered_by = ?, kinds = ? WHERE call_id = ?");
    for (Committed record : records) {
      if (record.entry() instanceof CallAnswered call) {
        batch.add(
            call.at().toEpochMilli(),
            text(call.by().address(), ADDRESS),
            text(String.join(",", call.kinds()), ID),
            text(call.call(), ID));
      }
    }
    run(batch);
  }

  private static void endCalls(Handle handle, List<Committed> records) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE calls SET ended = ?, outcome = ?, status = ?, talk_millis = ?, ended_by = ?,"
                + " reason = ?, end_sequence = ?, end_segment = ?, end_segment_offset = ?"
                + " WHERE call_id = ?");
    for (Committed record : records) {
      if (record.entry() instanceof CallEnded call) {
        batch.add(
            call.at().toEpochMilli(),
            text(call.outcome(), 32),
            call.status(),
            Math.max(0, call.answeredMillis()),
            text(call.endedBy(), ADDRESS),
            text(call.reason(), ADDRESS),
            record.sequence(),
            record.position().segment(),
            record.position().offset(),
            text(call.call(), ID));
      }
    }
    run(batch);
  }

  private static void insertMessages(Handle handle, List<Committed> records) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO messages (message_id, sequence, segment, segment_offset, sent, sender,"
                + " recipient, content_type, size, purged, marks, devices)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
                + " ON CONFLICT DO NOTHING");
    for (Committed record : records) {
      if (record.entry() instanceof ChatMessage line) {
        batch.add(
            text(line.message(), ID),
            record.sequence(),
            record.position().segment(),
            record.position().offset(),
            line.at().toEpochMilli(),
            text(line.from().address(), ADDRESS),
            text(line.to(), ADDRESS),
            text(line.body().contentType(), 256),
            Math.max(0, record.bodySize()),
            record.bodySize() < 0,
            text(String.join(" ", line.marks()), 64));
      }
    }
    run(batch);
  }

  private static void deliverMessages(Handle handle, List<Committed> records) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE messages SET delivered = COALESCE(delivered, ?), devices = devices + 1"
                + " WHERE message_id = ?");
    for (Committed record : records) {
      if (record.entry() instanceof ChatDelivered delivered) {
        batch.add(delivered.at().toEpochMilli(), text(delivered.message(), ID));
      }
    }
    run(batch);
  }

  /** What is gone from the journal goes from here; a table built again never has it. */
  private static void forgetPurged(Handle handle, List<Committed> records) {
    PreparedBatch bodies =
        handle.prepareBatch(
            "UPDATE messages SET purged = TRUE, size = 0 WHERE sequence BETWEEN ? AND ?");
    PreparedBatch lines =
        handle.prepareBatch("DELETE FROM messages WHERE sequence BETWEEN ? AND ?");
    PreparedBatch calls = handle.prepareBatch("DELETE FROM calls WHERE sequence BETWEEN ? AND ?");
    for (Committed record : records) {
      if (record.entry() instanceof PurgeCompleted purge) {
        purge.bodies().forEach(range -> bodies.add(range.first(), range.last()));
        purge.fields().forEach(range -> lines.add(range.first(), range.last()));
        purge.fields().forEach(range -> calls.add(range.first(), range.last()));
        ContentTables.forget(handle, purge);
      }
    }
    run(bodies);
    run(lines);
    run(calls);
    for (Committed record : records) {
      if (record.entry() instanceof PurgeCompleted purge) {
        ConversationTables.forget(handle, purge);
      }
    }
  }

  /** Says where the records of a segment lie that was written anew. */
  static void moved(Handle handle, long segment, Map<Long, Long> offsets) {
    for (String statement :
        List.of(
            "UPDATE messages SET segment_offset = ? WHERE segment = ? AND sequence = ?",
            "UPDATE content_matches SET segment_offset = ? WHERE segment = ? AND sequence = ?",
            "UPDATE calls SET segment_offset = ? WHERE segment = ? AND sequence = ?",
            "UPDATE calls SET end_segment_offset = ? WHERE end_segment = ?"
                + " AND end_sequence = ?")) {
      PreparedBatch batch = handle.prepareBatch(statement);
      offsets.forEach((sequence, offset) -> batch.add(offset, segment, sequence));
      run(batch);
    }
  }

  static void run(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** What a peer sent may be longer than a column, or hold a NUL that PostgreSQL refuses. */
  static String text(String text, int most) {
    if (text == null) {
      return "";
    }
    String clean = text.indexOf(0) < 0 ? text : text.replace("\0", "");
    return clean.length() <= most ? clean : clean.substring(0, most);
  }
}
