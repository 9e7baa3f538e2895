package io.sallyport.server.review;

import io.sallyport.server.base.Ids;
import io.sallyport.server.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What officers search for again and again, each their own. Blocks. */
public final class SavedSearches {
  /** How many one officer keeps. */
  public static final int MOST = 200;

  public static final int LONGEST_NAME = 100;

  private static final int ID_BYTES = 8;

  // immutable
  private final Database database;
  private final InstantSource clock;

  public SavedSearches(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param query as the console writes it; judged again whenever it is asked
   */
  public record Saved(String id, String name, String query, Instant saved) {}

  /** An officer's own, by name. */
  public List<Saved> of(Officer officer) {
    return database.<List<Saved>, RuntimeException>read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, name, query, saved FROM saved_searches WHERE owner = :owner"
                        + " ORDER BY name, id")
                .bind("owner", officer.name())
                .map(
                    (row, context) ->
                        new Saved(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4))))
                .list());
  }

  /** Keeps a search, in place of one of the same name; empty where there are too many. */
  public synchronized Optional<Saved> save(Officer officer, String name, String query) {
    List<Saved> there = of(officer);
    boolean replaces = there.stream().anyMatch(saved -> saved.name().equals(name));
    if (!replaces && there.size() >= MOST) {
      return Optional.empty();
    }
    Saved saved = new Saved(Ids.random(ID_BYTES), name, query, clock.instant());
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute(
              "DELETE FROM saved_searches WHERE owner = ? AND name = ?", officer.name(), name);
          handle.execute(
              "INSERT INTO saved_searches (id, owner, name, query, saved) VALUES (?, ?, ?, ?, ?)",
              saved.id(),
              officer.name(),
              name,
              query,
              saved.saved().toEpochMilli());
          return null;
        });
    database.checkpoint();
    return Optional.of(saved);
  }

  /** Whether the officer had a search of that id, which is gone now. */
  public boolean remove(Officer officer, String id) {
    int removed =
        database.<Integer, RuntimeException>inTransaction(
            handle ->
                handle.execute(
                    "DELETE FROM saved_searches WHERE owner = ? AND id = ?", officer.name(), id));
    database.checkpoint();
    return removed > 0;
  }
}
