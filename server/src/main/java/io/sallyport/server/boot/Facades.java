package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** What the commands work on, the same in a running server and without one. */
record Facades(
    String domain,
    Directory directory,
    Archive archive,
    Vault vault,
    Retention retention,
    Backup backup,
    Officers officers,
    Keys keys,
    InstantSource clock) {

  /** The journal's records from about that time on. */
  ArchiveReader records(Instant since) throws IOException {
    return ArchiveReader.since(keys.data().journal(), keys.ring(), since);
  }
}
