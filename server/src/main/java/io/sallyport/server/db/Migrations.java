package io.sallyport.server.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The numbered scripts under {@code db/migration}, applied in order at start; a script once
 * released never changes.
 */
final class Migrations {
  /** The newest script; a test holds it to the directory. */
  static final int NEWEST = 13;

  static final String APPLIED =
      "SELECT COUNT(*) FROM flyway_schema_history WHERE success AND version IS NOT NULL";

  private Migrations() {}

  /**
   * Flyway takes half a second of CPU to find that there is nothing to do: it is asked only then.
   */
  static void bringUpToDate(DataSource database) {
    if (applied(database) != NEWEST) {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    }
  }

  private static int applied(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(APPLIED)) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException noHistoryYet) {
      return 0;
    }
  }
}
