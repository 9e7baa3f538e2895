package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the commands work on, the same in a running server and without one.
 *
 * @param captures of running calls; empty without a server
 * @param live control of running calls; empty without a server
 * @param checks of the self-test; empty without a server
 * @param guard of the running server, or one of its own that works on what is stored
 */
record Facades(
    String domain,
    Directory directory,
    Archive archive,
    Vault vault,
    Retention retention,
    Backup backup,
    Officers officers,
    Rules rules,
    Keys keys,
    InstantSource clock,
    Optional<Captures> captures,
    Optional<LiveCalls> live,
    Optional<SelfChecks> checks,
    Guard guard) {

  /** The same in a running server. */
  Facades with(Captures running, LiveCalls control, SelfChecks tests) {
    return new Facades(
        domain,
        directory,
        archive,
        vault,
        retention,
        backup,
        officers,
        rules,
        keys,
        clock,
        Optional.of(running),
        Optional.of(control),
        Optional.of(tests),
        guard);
  }

  /** Puts on record what the machine's administrator did. */
  void administered(String action, String subject) {
    archive.append(
        new ArchiveRecord.Administered(clock.instant(), "command line", action, subject));
  }

  /** The journal's records from about that time on. */
  ArchiveReader records(Instant since) throws IOException {
    return ArchiveReader.since(keys.data().journal(), keys.ring(), since);
  }
}
