package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.Vault;
import java.time.InstantSource;

/**
 * What is kept on disk, opened: keys, database, users, journal. The same for a server and for a
 * command that runs without one.
 */
record Storage(Keys keys, Database database, Directory directory, Archive archive, Vault vault) {

  static Storage open(
      Settings settings,
      DataDirectory data,
      Lifecycle lifecycle,
      Counters counters,
      InstantSource clock)
      throws Exception {
    Keys keys = Keys.open(settings.keys(), data);
    Database database =
        lifecycle.start(new Database(data.database(), settings.database(), counters));
    Directory directory =
        lifecycle.start(
            new Directory(database, settings.domain(), keys.ring().secret(Keys.CREDENTIALS)));
    Archive archive =
        lifecycle.start(
            new Archive(
                data.journal(), settings.archive(), keys.ring(), database, clock, counters));
    Vault vault = new Vault(DirectoryStore.at(data.objects()), keys.ring(), clock);
    return new Storage(keys, database, directory, archive, vault);
  }

  Facades facades(Settings settings, InstantSource clock) {
    return new Facades(settings.domain(), directory, archive, vault, keys, clock);
  }
}
