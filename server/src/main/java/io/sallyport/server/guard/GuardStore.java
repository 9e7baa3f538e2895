package io.sallyport.server.guard;

import io.sallyport.server.base.LoginPlace;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.WriteBehind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks, and who has logged in from where, in the database, so that both outlive a restart.
 * Written behind; nobody waits for it.
 */
final class GuardStore {
  private static final Logger LOG = LoggerFactory.getLogger(GuardStore.class);
  private static final int BATCH = 1_000;

  // immutable
  private final Database database;
  private final int most;
  private final WriteBehind behind;

  // any thread: what is to be written
  private final Map<PeerNetwork, Block> blocks = new ConcurrentHashMap<>();
  private final Map<LoginPlace, Instant> seen = new ConcurrentHashMap<>();
  private final Map<PeerNetwork, Boolean> lifted = new ConcurrentHashMap<>();

  GuardStore(Database database, int most) {
    this.database = database;
    this.most = most;
    this.behind = new WriteBehind(database, this::waits, this::write);
  }

  /** Reads what holds still. Blocks. */
  void load(Instant now, Consumer<Block> block, BiConsumer<PeerNetwork, String> familiar) {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute(
              "DELETE FROM guard_logins WHERE seen < ?", now.minus(Familiar.LASTS).toEpochMilli());
          handle
              .createQuery("SELECT * FROM guard_blocks")
              .map((row, context) -> block(row))
              .forEach(block);
          handle
              .createQuery("SELECT network, login FROM guard_logins ORDER BY seen DESC")
              .setMaxRows(most)
              .map((row, context) -> List.of(row.getString(1), row.getString(2)))
              .forEach(
                  row ->
                      PeerNetwork.parse(row.get(0)).ifPresent(n -> familiar.accept(n, row.get(1))));
          return null;
        });
  }

  void blocked(Block block) {
    lifted.remove(block.network());
    blocks.put(block.network(), block);
    wake();
  }

  void lifted(PeerNetwork network) {
    blocks.remove(network);
    lifted.put(network, Boolean.TRUE);
    wake();
  }

  void loggedIn(PeerNetwork network, String user, Instant now) {
    if (seen.size() < most) {
      seen.put(new LoginPlace(network, user), now);
      wake();
    }
  }

  /** Tries again what a full queue or a failed transaction left behind. */
  void wake() {
    behind.wake();
  }

  /** Writes on the calling thread what is still noted. Blocks. */
  void writeNow() {
    behind.writeNow();
  }

  private boolean waits() {
    return !blocks.isEmpty() || !lifted.isEmpty() || !seen.isEmpty();
  }

  private synchronized boolean write() {
    if (!waits()) {
      return false;
    }
    List<PeerNetwork> gone = lifted.keySet().stream().limit(BATCH).toList();
    List<Block> made = blocks.values().stream().limit(BATCH).toList();
    List<Map.Entry<LoginPlace, Instant>> logins =
        seen.entrySet().stream().limit(BATCH).map(Map.Entry::copyOf).toList();
    try {
      database.<Void, RuntimeException>inTransaction(
          handle -> {
            gone.forEach(network -> delete(handle, network));
            made.forEach(block -> insert(handle, block));
            insert(handle, logins);
            return null;
          });
    } catch (RuntimeException e) {
      LOG.warn("blocks and logins could not be stored, to be tried again: {}", e.toString());
      return false;
    }
    gone.forEach(network -> lifted.remove(network));
    made.forEach(block -> blocks.remove(block.network(), block));
    logins.forEach(login -> seen.remove(login.getKey(), login.getValue()));
    return true;
  }

  private static void delete(Handle handle, PeerNetwork network) {
    handle.execute("DELETE FROM guard_blocks WHERE network = ?", network.toString());
  }

  private static void insert(Handle handle, Block block) {
    delete(handle, block.network());
    handle.execute(
        "INSERT INTO guard_blocks (network, strangers_only, datagrams_only, times, since, until,"
            + " author, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        block.network().toString(),
        block.strangersOnly(),
        block.datagramsOnly(),
        block.level(),
        block.since().toEpochMilli(),
        block.until().toEpochMilli(),
        block.by(),
        block.reason());
  }

  private static void insert(Handle handle, List<Map.Entry<LoginPlace, Instant>> logins) {
    if (logins.isEmpty()) {
      return;
    }
    PreparedBatch gone =
        handle.prepareBatch("DELETE FROM guard_logins WHERE network = ? AND login = ?");
    PreparedBatch there =
        handle.prepareBatch("INSERT INTO guard_logins (network, login, seen) VALUES (?, ?, ?)");
    for (Map.Entry<LoginPlace, Instant> login : logins) {
      String network = login.getKey().network().toString();
      gone.add(network, login.getKey().user());
      there.add(network, login.getKey().user(), login.getValue().toEpochMilli());
    }
    gone.execute();
    there.execute();
  }

  private static Block block(ResultSet row) throws SQLException {
    return new Block(
        PeerNetwork.parse(row.getString("network")).orElseThrow(),
        row.getBoolean("strangers_only"),
        row.getBoolean("datagrams_only"),
        row.getInt("times"),
        Instant.ofEpochMilli(row.getLong("since")),
        Instant.ofEpochMilli(row.getLong("until")),
        row.getString("author"),
        row.getString("reason"));
  }
}
