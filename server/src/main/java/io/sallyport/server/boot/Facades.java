package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.directory.Directory;
import java.time.InstantSource;

/** What the commands work on, the same in a running server and without one. */
record Facades(
    String domain, Directory directory, Archive archive, Officers officers, InstantSource clock) {}
