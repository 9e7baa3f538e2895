package io.sallyport.server.search;

import io.sallyport.server.archive.AccessMark;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.AccessExport;
import io.sallyport.server.archive.ArchiveRecord.AccessExported;
import io.sallyport.server.archive.ArchiveRecord.AccessPlay;
import io.sallyport.server.archive.ArchiveRecord.AccessRefused;
import io.sallyport.server.archive.ArchiveRecord.AccessSearch;
import io.sallyport.server.archive.ArchiveRecord.AccessView;
import java.time.Instant;
import java.util.Optional;

/** Records of what officers did as documents of the access trail. */
final class Acts {
  private Acts() {}

  static Optional<Draft> of(ArchiveRecord record, Entry entry) {
    if (record instanceof AccessSearch act) {
      return Optional.of(draft(entry, act.at(), act.officer(), ""));
    }
    if (record instanceof AccessView act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.subject()));
    }
    if (record instanceof AccessPlay act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.subject()));
    }
    if (record instanceof AccessExport act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.export()));
    }
    if (record instanceof AccessExported act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.export()));
    }
    if (record instanceof AccessMark act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.call()));
    }
    if (record instanceof AccessRefused act) {
      return Optional.of(draft(entry, act.at(), act.officer(), act.subject()));
    }
    return Optional.empty();
  }

  private static Draft draft(Entry entry, Instant at, String officer, String subject) {
    Draft draft =
        new Draft(Kind.ACCESS, subject, entry.sequence(), entry.position(), at.toEpochMilli());
    draft.from = officer;
    draft.result = entry.type();
    return draft;
  }
}
