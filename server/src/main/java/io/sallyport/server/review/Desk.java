package io.sallyport.server.review;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.search.RecordIndex;
import java.time.InstantSource;

/**
 * What the officers' door stands on.
 *
 * @param log where acts go on record
 */
public record Desk(
    Archive archive,
    RecordIndex index,
    AccessLog log,
    Directory directory,
    Assignments assignments,
    Groups groups,
    String domain,
    InstantSource clock) {}
