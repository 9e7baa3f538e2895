package io.sallyport.server.registrar;

import io.sallyport.server.db.Database;
import io.sallyport.server.db.WriteBehind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bindings in the database, so that they outlive a restart. Written behind: what changed is noted,
 * and one transaction at a time takes all that has been noted until it runs, so that no REGISTER
 * waits and a storm of them makes few commits.
 */
final class BindingStore {
  private static final Logger LOG = LoggerFactory.getLogger(BindingStore.class);

  /** Rows a transaction: bounds its memory and the time that others wait for it. */
  private static final int BATCH = 1_000;

  /** A binding as it was read back; the flow is not yet there. */
  record Row(
      Binding binding,
      String instance,
      String parameters,
      String callId,
      long cseq,
      String flowId) {}

  // immutable
  private final Database database;
  private final Function<Device.Key, Optional<Device>> current;
  private final WriteBehind behind;

  // any thread
  private final Set<Device.Key> changed = ConcurrentHashMap.newKeySet();

  /**
   * @param current what is to be written of a device now; empty where its row is to go
   */
  BindingStore(Database database, Function<Device.Key, Optional<Device>> current) {
    this.database = database;
    this.current = current;
    this.behind = new WriteBehind(database, () -> !changed.isEmpty(), this::write);
  }

  /** Notes that a device's row is not what it should be; never blocks. */
  void changed(Device.Key key) {
    changed.add(key);
    wake();
  }

  /** Tries again what a full queue or a failed transaction left behind. */
  void wake() {
    behind.wake();
  }

  /** Writes on the calling thread, which may block, what is still noted. */
  void writeNow() {
    behind.writeNow();
  }

  /** Every binding that has not run out; those that have are forgotten. Blocks. */
  List<Row> load(Instant now) {
    return database.inTransaction(
        handle -> {
          handle.execute("DELETE FROM bindings WHERE expires <= ?", now.toEpochMilli());
          return handle.createQuery("SELECT * FROM bindings").map(BindingStore::row).list();
        });
  }

  /** One writer at a time: two would meet at the same rows. */
  private synchronized boolean write() {
    List<Device.Key> batch = changed.stream().limit(BATCH).toList();
    if (batch.isEmpty()) {
      return false;
    }
    // before it is read what a device is now: a change from here on is noted anew
    batch.forEach(changed::remove);
    try {
      database.inTransaction(handle -> write(handle, batch));
      return true;
    } catch (RuntimeException e) {
      LOG.warn(
          "{} registrations could not be stored, to be tried again: {}",
          batch.size(),
          e.toString());
      changed.addAll(batch);
      return false;
    }
  }

  private int write(Handle handle, List<Device.Key> batch) {
    PreparedBatch gone =
        handle.prepareBatch("DELETE FROM bindings WHERE address = ? AND device = ?");
    PreparedBatch there =
        handle.prepareBatch(
            "INSERT INTO bindings (address, device, contact, expires, q, gruu, user_agent,"
                + " instance, parameters, call_id, cseq, flow) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?)");
    for (Device.Key key : batch) {
      gone.add(key.address(), key.device());
      current
          .apply(key)
          .ifPresent(
              device -> {
                Binding b = device.binding();
                there.add(
                    b.address(),
                    b.device(),
                    b.contactUri(),
                    b.expires().toEpochMilli(),
                    b.q(),
                    b.gruu(),
                    b.userAgent(),
                    device.instance(),
                    device.parameters(),
                    device.callId(),
                    device.cseq(),
                    device.flowId());
              });
    }
    gone.execute();
    if (there.size() > 0) {
      there.execute();
    }
    return batch.size();
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    Binding binding =
        new Binding(
            row.getString("address"),
            row.getString("device"),
            row.getString("contact"),
            null,
            Instant.ofEpochMilli(row.getLong("expires")),
            row.getDouble("q"),
            row.getString("gruu"),
            row.getString("user_agent"));
    return new Row(
        binding,
        row.getString("instance"),
        row.getString("parameters"),
        row.getString("call_id"),
        row.getLong("cseq"),
        row.getString("flow"));
  }
}
