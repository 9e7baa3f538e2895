package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.retention.FloorViolation;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * What is kept on disk, opened: keys, database, users, journal and its seal, large objects, and how
 * long all that is kept. The same for a server and for a command that runs without one. The search
 * index and the rulebook are made and not started: who opens this does so where it needs them.
 */
record Storage(
    Keys keys,
    Database database,
    Directory directory,
    Archive archive,
    Seal seal,
    Vault vault,
    Retention retention,
    Backup backup,
    Officers officers,
    Rules rules,
    Guard guard) {

  static Storage open(
      Settings settings,
      DataDirectory data,
      Lifecycle lifecycle,
      Counters counters,
      InstantSource clock)
      throws Exception {
    ParallelStart parts = new ParallelStart();
    Future<Keys> opened = parts.begin("keys", () -> Keys.open(settings.keys(), data));
    Database database = new Database(data.database(), settings.database(), counters);
    parts.run(() -> lifecycle.start(database));
    Keys keys = opened.get();
    Directory directory =
        lifecycle.start(
            new Directory(database, settings.domain(), keys.ring().secret(Keys.CREDENTIALS)));
    Seal seal =
        lifecycle.start(
            new Seal(
                data.journal(),
                data.keys(),
                settings.domain() + "/" + settings.node(),
                settings.seal(),
                new WrappedSealKeys(keys.ring()),
                clock,
                counters));
    Archive archive =
        new Archive(data.journal(), settings.archive(), keys.ring(), database, clock, counters);
    archive.sealWith(seal);
    lifecycle.start(archive);
    Vault vault = new Vault(DirectoryStore.at(data.objects()), keys.ring(), clock);
    Groups groups = Groups.open(database, directory);
    Retention retention =
        new Retention(
            archive,
            settings.retention(),
            settings.domain(),
            RetentionNeighbours.of(groups, vault, seal),
            data.certificates(),
            clock,
            System::nanoTime);
    try {
      lifecycle.start(retention);
    } catch (FloorViolation tooShort) {
      throw new StartRefused(problems(tooShort));
    }
    Backup backup = new Backup(data, database, archive, data.backups(settings.backup()), clock);
    Officers officers =
        Officers.open(
            settings,
            data,
            keys.ring().secret(Keys.INDEX),
            database,
            directory,
            archive,
            groups,
            OfficerNeighbours.of(data, vault, seal, retention),
            clock);
    Rules rules = Rules.open(settings, archive, directory, groups, clock);
    Guard guard =
        lifecycle.start(
            new Guard(settings.guard(), archive, database, clock, System::nanoTime, counters));
    return new Storage(
        keys, database, directory, archive, seal, vault, retention, backup, officers, rules, guard);
  }

  Facades facades(Settings settings, InstantSource clock) {
    return new Facades(
        settings.domain(),
        directory,
        archive,
        vault,
        retention,
        backup,
        officers,
        rules,
        keys,
        clock,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        guard);
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
