package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.directory.Directory;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the commands work on, the same in a running server and without one.
 *
 * @param captures of running calls; empty without a server
 */
record Facades(
    String domain,
    Directory directory,
    Archive archive,
    InstantSource clock,
    Optional<Captures> captures) {

  Facades with(Captures running) {
    return new Facades(domain, directory, archive, clock, Optional.of(running));
  }
}
