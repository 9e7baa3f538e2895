package io.sallyport.server.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads the tables of {@code V4__archive.sql}. Every value is bound, none is text of a statement.
 */
final class ArchiveQueries {
  private static final String WAITING =
      "delivered IS NULL AND NOT purged AND marks NOT LIKE '%blocked%' AND review <> 'rejected'";

  private ArchiveQueries() {}

  static List<CallRow> calls(Handle handle, CallFilter filter) {
    Where where = new Where();
    where.and("sequence < :before", "before", filter.before());
    filter.call().ifPresent(v -> where.and("call_id = :call", "call", v));
    filter
        .address()
        .ifPresent(
            v ->
                where.and(
                    "(caller = :address OR callee = :address OR answered_by = :address)",
                    "address",
                    v));
    filter.outcome().ifPresent(v -> where.and("outcome = :outcome", "outcome", v));
    filter.from().ifPresent(v -> where.and("started >= :from", "from", v.toEpochMilli()));
    filter.until().ifPresent(v -> where.and("started < :until", "until", v.toEpochMilli()));
    return where.query(handle, "calls", filter.limit()).map((row, context) -> call(row)).list();
  }

  /**
   * The newest calls that an address made or got. One look-up in each index and a merge: no
   * database takes both indices for an OR, and whoever calls seldom would have it read all calls
   * there are.
   */
  static List<CallRow> callsOf(Handle handle, String address, long before, int limit) {
    return Stream.of("caller", "callee")
        .flatMap(side -> callsOn(handle, side, address, before, limit).stream())
        .sorted(Comparator.comparingLong(CallRow::sequence).reversed())
        .distinct()
        .limit(limit)
        .toList();
  }

  /** The index alone finds which rows are the newest, however many an address has. */
  private static List<CallRow> callsOn(
      Handle handle, String side, String address, long before, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM calls WHERE sequence IN (SELECT sequence FROM calls WHERE "
                + side
                + " = :address AND sequence < :before ORDER BY sequence DESC LIMIT :limit)")
        .bind("address", address)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) -> call(row))
        .list();
  }

  static List<MessageRow> messages(Handle handle, MessageFilter filter) {
    Where where = new Where();
    where.and("sequence < :before", "before", filter.before());
    filter.message().ifPresent(v -> where.and("message_id = :message", "message", v));
    filter
        .address()
        .ifPresent(v -> where.and("(sender = :address OR recipient = :address)", "address", v));
    filter.from().ifPresent(v -> where.and("sent >= :from", "from", v.toEpochMilli()));
    filter.until().ifPresent(v -> where.and("sent < :until", "until", v.toEpochMilli()));
    if (filter.waiting()) {
      where.and(WAITING);
    }
    return where
        .query(handle, "messages", filter.limit())
        .map((row, context) -> message(row))
        .list();
  }

  /** Tells every line that waits, oldest first. */
  static void waiting(Handle handle, WaitingLines lines) {
    handle
        .createQuery("SELECT * FROM messages WHERE " + WAITING + " ORDER BY sequence")
        .map((row, context) -> message(row))
        .forEach(lines::known);
  }

  /** Lines that wait for a reviewer, oldest first. */
  static List<MessageRow> held(Handle handle, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM messages WHERE marks LIKE '%held%' AND review = '' AND "
                + WAITING
                + " ORDER BY sequence LIMIT ?")
        .bind(0, limit)
        .map((row, context) -> message(row))
        .list();
  }

  private static CallRow call(ResultSet row) throws SQLException {
    String kinds = row.getString("kinds");
    return new CallRow(
        row.getString("call_id"),
        row.getLong("sequence"),
        position(row),
        Instant.ofEpochMilli(row.getLong("started")),
        instant(row, "answered"),
        instant(row, "ended"),
        end(row),
        row.getString("caller"),
        row.getString("callee"),
        Optional.ofNullable(row.getString("answered_by")),
        kinds.isEmpty() ? List.of() : List.of(kinds.split(",")),
        Optional.ofNullable(row.getString("outcome")),
        row.getInt("status"),
        Duration.ofMillis(row.getLong("talk_millis")),
        Optional.ofNullable(row.getString("ended_by")),
        Optional.ofNullable(row.getString("reason")));
  }

  private static Optional<CallRow.End> end(ResultSet row) throws SQLException {
    long sequence = row.getLong("end_sequence");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new CallRow.End(
                sequence,
                new Position(row.getLong("end_segment"), row.getLong("end_segment_offset"))));
  }

  static MessageRow message(ResultSet row) throws SQLException {
    return new MessageRow(
        row.getString("message_id"),
        row.getLong("sequence"),
        position(row),
        Instant.ofEpochMilli(row.getLong("sent")),
        row.getString("sender"),
        row.getString("recipient"),
        row.getString("content_type"),
        row.getInt("size"),
        row.getBoolean("purged"),
        instant(row, "delivered"),
        row.getInt("devices"),
        row.getString("marks").isEmpty() ? List.of() : List.of(row.getString("marks").split(" ")),
        row.getString("review"));
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(row.getLong("segment"), row.getLong("segment_offset"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** A WHERE clause made of fixed conditions and bound values. */
  private static final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    void and(String condition) {
      conditions.add(condition);
    }

    void and(String condition, String name, Object value) {
      conditions.add(condition);
      values.put(name, value);
    }

    Query query(Handle handle, String table, int limit) {
      return handle
          .createQuery(
              "SELECT * FROM "
                  + table
                  + " WHERE "
                  + String.join(" AND ", conditions)
                  + " ORDER BY sequence DESC LIMIT :limit")
          .bindMap(values)
          .bind("limit", limit);
    }
  }
}
