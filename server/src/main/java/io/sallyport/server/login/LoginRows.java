package io.sallyport.server.login;

import io.sallyport.server.db.Database;
import io.sallyport.server.login.Role.Permission;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of console passwords, second factors and API keys; values in and out. Blocks. */
final class LoginRows {
  /**
   * A second factor.
   *
   * @param sealed the secret, encrypted
   * @param step of the last code that was taken
   * @param confirmed whether a code of it was shown once; only then it counts
   */
  record Factor(byte[] sealed, long step, boolean confirmed) {}

  /** An API key without its owner's role, which may have changed. */
  record KeyRow(
      String id,
      String label,
      String owner,
      Set<Permission> scopes,
      Instant created,
      Instant expires,
      Instant used) {}

  // immutable
  private final Database database;

  LoginRows(Database database) {
    this.database = database;
  }

  Optional<String> password(String user) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT hash FROM console_passwords WHERE name = :name")
                .bind("name", user)
                .mapTo(String.class)
                .findOne());
  }

  void password(String user, String hash) {
    change(
        handle -> {
          handle.execute("DELETE FROM console_passwords WHERE name = ?", user);
          return handle.execute(
              "INSERT INTO console_passwords (name, hash) VALUES (?, ?)", user, hash);
        });
  }

  /** From now on the account's own password counts again. */
  void forgetPassword(String user) {
    change(handle -> handle.execute("DELETE FROM console_passwords WHERE name = ?", user));
  }

  Optional<Factor> factor(String user) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT sealed, step, confirmed FROM second_factors WHERE name = :name")
                .bind("name", user)
                .map(
                    (row, context) ->
                        new Factor(row.getBytes(1), row.getLong(2), row.getBoolean(3)))
                .findOne());
  }

  void factor(String user, Factor factor) {
    change(
        handle -> {
          handle.execute("DELETE FROM second_factors WHERE name = ?", user);
          return handle.execute(
              "INSERT INTO second_factors (name, sealed, step, confirmed) VALUES (?, ?, ?, ?)",
              user,
              factor.sealed(),
              factor.step(),
              factor.confirmed());
        });
  }

  /**
   * Marks a code's step as taken; whether it was not before, so that of two requests with one code
   * one is refused.
   */
  boolean take(String user, long step) {
    return change(
            handle ->
                handle.execute(
                    "UPDATE second_factors SET step = ?, confirmed = TRUE WHERE name = ? AND step <"
                        + " ?",
                    step,
                    user,
                    step))
        > 0;
  }

  boolean removeFactor(String user) {
    return change(handle -> handle.execute("DELETE FROM second_factors WHERE name = ?", user)) > 0;
  }

  void addKey(KeyRow key, String hash) {
    change(
        handle ->
            handle.execute(
                "INSERT INTO api_keys (id, label, owner, scopes, hash, created, expires, used)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                key.label(),
                key.owner(),
                key.scopes().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")),
                hash,
                key.created().toEpochMilli(),
                key.expires().toEpochMilli(),
                key.used().toEpochMilli()));
  }

  Optional<KeyRow> key(String hash) {
    return keys("hash", hash).stream().findFirst();
  }

  List<KeyRow> keysOf(String owner) {
    return keys("owner", owner);
  }

  void used(String id, Instant at) {
    change(
        handle ->
            handle.execute("UPDATE api_keys SET used = ? WHERE id = ?", at.toEpochMilli(), id));
  }

  boolean removeKey(String owner, String id) {
    return change(
            handle -> handle.execute("DELETE FROM api_keys WHERE owner = ? AND id = ?", owner, id))
        > 0;
  }

  private List<KeyRow> keys(String column, String value) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, label, owner, scopes, created, expires, used FROM api_keys WHERE "
                        + column
                        + " = :value ORDER BY created, id")
                .bind("value", value)
                .map(
                    (row, context) ->
                        new KeyRow(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Arrays.stream(row.getString(4).split(" "))
                                .filter(word -> !word.isEmpty())
                                .map(Permission::valueOf)
                                .collect(Collectors.toSet()),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)),
                            Instant.ofEpochMilli(row.getLong(7))))
                .list());
  }

  private interface Change {
    int in(org.jdbi.v3.core.Handle handle);
  }

  private int change(Change change) {
    int changed = database.<Integer, RuntimeException>inTransaction(change::in);
    database.checkpoint();
    return changed;
  }
}
