package io.sallyport.server.review;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.RecordIndex;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
    InstantSource clock) {

  /** All records of a call or line, with bodies. */
  List<Entry> entries(Hit hit) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Hit.Place place : hit.records()) {
      entries.add(archive.entry(place.sequence(), place.position()));
    }
    return entries;
  }
}
