package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.review.Desk;
import io.sallyport.server.review.JournalAccessLog;
import io.sallyport.server.review.Neighbours;
import io.sallyport.server.review.Review;
import io.sallyport.server.search.RecordIndex;
import java.time.InstantSource;

/** What compliance officers work with, connected. */
record Officers(Review review, RecordIndex index, Assignments assignments, Groups groups) {

  static Officers open(
      Settings settings,
      DataDirectory data,
      Secret indexKey,
      Database database,
      Directory directory,
      Archive archive,
      Groups groups,
      Neighbours neighbours,
      InstantSource clock) {
    Assignments assignments = new Assignments(database, directory, groups, settings.domain());
    RecordIndex index = new RecordIndex(data.index(), indexKey, settings.search(), archive);
    Desk desk =
        new Desk(
            archive,
            index,
            new JournalAccessLog(archive),
            directory,
            assignments,
            groups,
            settings.domain(),
            clock);
    return new Officers(
        new Review(desk, settings.review(), neighbours), index, assignments, groups);
  }
}
