package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * The rule sets that were ever in force, as the journal has them. They lie in a table of their own,
 * so that a start need not read the journal from its begin; where the table is just being built,
 * the journal is read. Blocks.
 */
public final class RuleSets {
  private static final String TYPE = "policy.changed";

  // immutable
  private final Archive archive;
  private final Database database;

  RuleSets(Archive archive, Database database) {
    this.archive = archive;
    this.database = database;
  }

  /** The newest; empty where none was ever put into force. */
  public Optional<PolicyChanged> newest() throws IOException {
    List<PolicyChanged> found = find("text", "ORDER BY sequence DESC LIMIT 1", -1);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
  }

  /** One of them, as it is numbered. */
  public Optional<PolicyChanged> version(long version) throws IOException {
    return find("text", "WHERE version = ? ORDER BY sequence", version).stream()
        .filter(each -> each.version() == version)
        .findFirst();
  }

  /** All of them in order, without their texts. */
  public List<PolicyChanged> list() throws IOException {
    return find("''", "ORDER BY sequence", -1).stream().map(each -> with(each, "")).toList();
  }

  private List<PolicyChanged> find(String text, String which, long version) throws IOException {
    if (archive.caughtUp()) {
      return database.read(handle -> read(handle, text, which, version));
    }
    List<PolicyChanged> found = new ArrayList<>();
    archive
        .keeping()
        .read(
            record -> {
              if (record.type().equals(TYPE)
                  && record.entry().orElse(null) instanceof PolicyChanged changed) {
                found.add(changed);
              }
            });
    return found;
  }

  private static List<PolicyChanged> read(Handle handle, String text, String which, long version) {
    RecordJson json = new RecordJson();
    Query query = handle.createQuery("SELECT fields, " + text + " FROM rule_sets " + which);
    if (version >= 0) {
      query.bind(0, version);
    }
    return query
        .map((row, context) -> with(decoded(json, row.getString(1)), row.getString(2)))
        .list();
  }

  private static PolicyChanged decoded(RecordJson json, String fields) {
    try {
      return (PolicyChanged) json.read(TYPE, fields, Committed.NO_BODY).orElseThrow();
    } catch (Damage e) {
      throw new IllegalStateException("the table of rule sets holds something else", e);
    }
  }

  private static PolicyChanged with(PolicyChanged set, String text) {
    return new PolicyChanged(set.version(), set.at(), set.by(), set.reason(), text, set.restores());
  }

  static void write(Handle handle, List<Committed> records) {
    RecordJson json = new RecordJson();
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO rule_sets (sequence, version, fields, text) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    for (Committed record : records) {
      if (record.entry() instanceof PolicyChanged changed) {
        batch.add(
            record.sequence(),
            changed.version(),
            json.text(with(changed, "")),
            changed.text().replace("\0", ""));
      }
    }
    ArchiveTables.run(batch);
  }
}
