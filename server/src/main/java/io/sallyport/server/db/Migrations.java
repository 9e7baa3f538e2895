package io.sallyport.server.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The numbered scripts under {@code db/migration}, applied in order at start; a script once
 * released never changes.
 */
final class Migrations {
  private Migrations() {}

  static void bringUpToDate(DataSource database) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }
}
