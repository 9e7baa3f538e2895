package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.observe.Counters;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is kept on disk, opened: keys, database, users, journal. The same for a server and for a
 * command that runs without one.
 */
record Storage(MasterKey masterKey, Database database, Directory directory, Archive archive) {

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
            new Directory(database, settings.domain(), masterKey.derive(MasterKey.CREDENTIALS)));
    Archive archive =
        lifecycle.start(
            new Archive(
                data.journal(),
                settings.archive(),
                masterKey.derive(MasterKey.JOURNAL),
                database,
                clock,
                counters));
    return new Storage(masterKey, database, directory, archive);
  }

  Facades facades(Settings settings, InstantSource clock) {
    return new Facades(settings.domain(), directory, archive, clock, Optional.empty());
  }
}
