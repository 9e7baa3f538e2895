package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.retention.Retention;
import java.time.InstantSource;

/** What the commands work on, the same in a running server and without one. */
record Facades(
    String domain,
    Directory directory,
    Archive archive,
    Retention retention,
    Backup backup,
    InstantSource clock) {}
