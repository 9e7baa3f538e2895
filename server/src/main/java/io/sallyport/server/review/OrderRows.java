package io.sallyport.server.review;

import io.sallyport.server.db.Database;
import io.sallyport.server.review.Order.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of packages asked for; values in and out. Blocks. */
final class OrderRows {
  private static final int LONGEST_WHY = 1_000;
  private static final String COLUMNS =
      "id, officer, reason, query, approval, state, asked, ended, export, hits, problems, sha256,"
          + " why";

  // immutable
  private final Database database;

  OrderRows(Database database) {
    this.database = database;
  }

  void add(Order order) {
    database.<Integer, RuntimeException>inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO export_orders (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                order.id(),
                order.officer(),
                order.reason(),
                order.query(),
                order.approval(),
                order.state().name(),
                order.asked().toEpochMilli(),
                order.ended().map(Instant::toEpochMilli).orElse(0L),
                order.export(),
                order.hits(),
                order.problems(),
                order.sha256(),
                cut(order.why())));
    database.checkpoint();
  }

  void change(Order order) {
    database.<Integer, RuntimeException>inTransaction(
        handle ->
            handle.execute(
                "UPDATE export_orders SET approval = ?, state = ?, ended = ?, export = ?,"
                    + " hits = ?, problems = ?, sha256 = ?, why = ? WHERE id = ?",
                order.approval(),
                order.state().name(),
                order.ended().map(Instant::toEpochMilli).orElse(0L),
                order.export(),
                order.hits(),
                order.problems(),
                order.sha256(),
                cut(order.why()),
                order.id()));
    database.checkpoint();
  }

  /** Whether it was in the one state and is in the other now, so that it happens once only. */
  boolean move(String id, State from, State to) {
    int moved =
        database.<Integer, RuntimeException>inTransaction(
            handle ->
                handle.execute(
                    "UPDATE export_orders SET state = ? WHERE id = ? AND state = ?",
                    to.name(),
                    id,
                    from.name()));
    return moved > 0;
  }

  List<Order> of(String officer, int most) {
    return list("officer = :value ORDER BY asked DESC, id LIMIT " + most, officer);
  }

  Optional<Order> find(String id) {
    return list("id = :value", id).stream().findFirst();
  }

  Optional<Order> byApproval(String approval) {
    return list("approval = :value", approval).stream().findFirst();
  }

  List<Order> in(State state) {
    return list("state = :value", state.name());
  }

  private List<Order> list(String where, String value) {
    return database.<List<Order>, RuntimeException>read(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM export_orders WHERE " + where)
                .bind("value", value)
                .map((row, context) -> order(row))
                .list());
  }

  private static Order order(ResultSet row) throws SQLException {
    long ended = row.getLong(8);
    return new Order(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        State.valueOf(row.getString(6)),
        Instant.ofEpochMilli(row.getLong(7)),
        ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)),
        row.getString(9),
        row.getLong(10),
        row.getInt(11),
        row.getString(12),
        row.getString(13));
  }

  private static String cut(String why) {
    return why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY);
  }
}
