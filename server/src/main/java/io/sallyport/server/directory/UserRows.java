package io.sallyport.server.directory;

import io.sallyport.server.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code users} and {@code credentials}; values in and out, credentials sealed on the
 * way. Blocks.
 */
final class UserRows {
  private static final String[] KINDS = {"SHA-256", "SHA-256/full", "MD5", "MD5/full"};

  private final Database database;
  private final Seal seal;

  UserRows(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  /**
   * Every user with credentials; throws with a sentence where a row does not open under our key.
   */
  Map<User, Credentials> load() {
    Map<String, Map<String, String>> hashes = new LinkedHashMap<>();
    List<User> users = new ArrayList<>();
    database.<Void, RuntimeException>read(
        handle -> {
          handle
              .createQuery(
                  "SELECT name, display, role, enabled, department FROM users ORDER BY name")
              .map(
                  (row, context) ->
                      new User(
                          row.getString(1),
                          row.getString(2),
                          User.Role.valueOf(row.getString(3)),
                          row.getBoolean(4),
                          row.getString(5)))
              .forEach(users::add);
          handle
              .createQuery("SELECT name, kind, sealed FROM credentials")
              .map((row, context) -> new Row(row.getString(1), row.getString(2), row.getBytes(3)))
              .forEach(
                  row ->
                      hashes
                          .computeIfAbsent(row.name(), n -> new LinkedHashMap<>())
                          .put(row.kind(), open(row)));
          return null;
        });
    Map<User, Credentials> found = new LinkedHashMap<>();
    for (User user : users) {
      Map<String, String> of = hashes.getOrDefault(user.name(), Map.of());
      if (of.size() != KINDS.length) {
        throw new IllegalStateException(
            "user " + user.name() + " has no complete credentials in the database");
      }
      found.put(
          user,
          new Credentials(of.get(KINDS[0]), of.get(KINDS[1]), of.get(KINDS[2]), of.get(KINDS[3])));
    }
    return found;
  }

  /** All of them, or none. */
  void add(Map<User, Credentials> users) {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          users.forEach((user, credentials) -> add(handle, user, credentials));
          return null;
        });
    database.checkpoint();
  }

  private void add(Handle handle, User user, Credentials credentials) {
    handle.execute(
        "INSERT INTO users (name, display, role, enabled, department) VALUES (?, ?, ?, ?, ?)",
        user.name(),
        user.display(),
        user.role().name(),
        user.enabled(),
        user.department());
    insert(handle, user.name(), credentials);
  }

  void replace(String name, Credentials credentials) {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute("DELETE FROM credentials WHERE name = ?", name);
          insert(handle, name, credentials);
          return null;
        });
    database.checkpoint();
  }

  void enabled(String name, boolean enabled) {
    database.<Integer, RuntimeException>inTransaction(
        handle -> handle.execute("UPDATE users SET enabled = ? WHERE name = ?", enabled, name));
    database.checkpoint();
  }

  void display(String name, String display) {
    database.<Integer, RuntimeException>inTransaction(
        handle -> handle.execute("UPDATE users SET display = ? WHERE name = ?", display, name));
    database.checkpoint();
  }

  void role(String name, User.Role role) {
    database.<Integer, RuntimeException>inTransaction(
        handle -> handle.execute("UPDATE users SET role = ? WHERE name = ?", role.name(), name));
    database.checkpoint();
  }

  void department(String name, String department) {
    database.<Integer, RuntimeException>inTransaction(
        handle ->
            handle.execute("UPDATE users SET department = ? WHERE name = ?", department, name));
    database.checkpoint();
  }

  private record Row(String name, String kind, byte[] sealed) {}

  private void insert(Handle handle, String name, Credentials credentials) {
    String[] hashes = {
      credentials.sha256(),
      credentials.sha256Qualified(),
      credentials.md5(),
      credentials.md5Qualified()
    };
    for (int i = 0; i < KINDS.length; i++) {
      handle.execute(
          "INSERT INTO credentials (name, kind, sealed) VALUES (?, ?, ?)",
          name,
          KINDS[i],
          seal.close(hashes[i], belongsTo(name, KINDS[i])));
    }
  }

  private String open(Row row) {
    return seal.open(row.sealed(), belongsTo(row.name(), row.kind()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the credentials of user "
                        + row.name()
                        + " do not open: the master key is not the one they were sealed with"));
  }

  private static String belongsTo(String name, String kind) {
    return name + " " + kind;
  }
}
