package io.sallyport.server.boot;

import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.observe.Counters;
import java.time.InstantSource;

/**
 * What is kept on disk, opened: keys, database, users. The same for a server and for a command that
 * runs without one.
 */
final class Storage {
  // immutable
  private final MasterKey masterKey;
  private final Facades facades;
  private final Database database;

  private Storage(MasterKey masterKey, Database database, Facades facades) {
    this.masterKey = masterKey;
    this.database = database;
    this.facades = facades;
  }

  static Storage open(
      Settings settings,
      DataDirectory data,
      Lifecycle lifecycle,
      Counters counters,
      InstantSource clock)
      throws Exception {
    MasterKey masterKey = MasterKey.open(data.masterKey());
    Database database =
        lifecycle.start(new Database(data.database(), settings.database(), counters));
    Directory directory =
        lifecycle.start(
            new Directory(database, settings.domain(), masterKey.derive("credentials")));
    return new Storage(masterKey, database, new Facades(settings.domain(), directory, clock));
  }

  MasterKey masterKey() {
    return masterKey;
  }

  Database database() {
    return database;
  }

  Directory directory() {
    return facades.directory();
  }

  Facades facades() {
    return facades;
  }
}
