package io.sallyport.server.db;

import io.sallyport.server.base.Setting;

/** What an admin can say about the database. */
public record DatabaseSettings(
    @Setting("JDBC address of the database; empty for an H2 file in the data directory.")
        String url,
    @Setting(value = "Connections, and threads that use them.", min = 2, max = 64) int poolSize,
    @Setting(
            value = "Tasks that may wait for a database thread; more are refused.",
            min = 1,
            max = 1_000_000)
        int queuedTasks) {

  public static DatabaseSettings defaults() {
    return new DatabaseSettings("", 4, 2_000);
  }
}
