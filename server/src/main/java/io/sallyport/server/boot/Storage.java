package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.retention.FloorViolation;
import io.sallyport.server.retention.Neighbours;
import io.sallyport.server.retention.Retention;
import java.time.InstantSource;
import java.util.List;

/**
 * What is kept on disk, opened: keys, database, users, journal, and how long it is kept. The same
 * for a server and for a command that runs without one.
 */
record Storage(
    MasterKey masterKey,
    Database database,
    Directory directory,
    Archive archive,
    Retention retention,
    Backup backup) {

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
    Retention retention =
        new Retention(
            archive,
            settings.retention(),
            settings.domain(),
            Neighbours.none(),
            data.certificates(),
            clock,
            System::nanoTime);
    try {
      lifecycle.start(retention);
    } catch (FloorViolation tooShort) {
      throw new StartRefused(problems(tooShort));
    }
    Backup backup = new Backup(data, database, archive, clock);
    return new Storage(masterKey, database, directory, archive, retention, backup);
  }

  Facades facades(Settings settings, InstantSource clock) {
    return new Facades(settings.domain(), directory, archive, retention, backup, clock);
  }

  private static List<Problem> problems(FloorViolation tooShort) {
    return tooShort.violations().stream()
        .map(
            violation ->
                new Problem(
                    "settings",
                    0,
                    violation.key(),
                    violation.what(),
                    "set it to the floor or longer; 0s keeps for ever"))
        .toList();
  }
}
