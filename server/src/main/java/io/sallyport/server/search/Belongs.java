package io.sallyport.server.search;

import io.sallyport.server.archive.AccessMark;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallChanged;
import io.sallyport.server.archive.ArchiveRecord.CallControlled;
import io.sallyport.server.archive.ArchiveRecord.CallEmergency;
import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingExempt;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.archive.ArchiveRecord.ReviewSampled;
import java.util.Optional;

/** Records that belong to a call and change nothing by which it is found. */
final class Belongs {
  private Belongs() {}

  /** The call's id; empty for a record of another kind. */
  static Optional<String> toCall(ArchiveRecord record) {
    String call = "";
    if (record instanceof CallChanged changed) {
      call = changed.call();
    } else if (record instanceof ArchiveRecord.Spoken spoken) {
      call = spoken.call();
    } else if (record instanceof CallControlled controlled) {
      call = controlled.call();
    } else if (record instanceof CallEmergency emergency) {
      call = emergency.call();
    } else if (record instanceof ReviewSampled sampled) {
      call = sampled.call();
    } else if (record instanceof AccessMark mark) {
      call = mark.call();
    } else if (record instanceof RecordingStarted started) {
      call = started.call();
    } else if (record instanceof RecordingClosed closed) {
      call = closed.call();
    } else if (record instanceof RecordingRecovered recovered) {
      call = recovered.call();
    } else if (record instanceof RecordingExempt exempt) {
      call = exempt.call();
    } else if (record instanceof CompletenessGap gap) {
      call = gap.call();
    }
    return call.isEmpty() ? Optional.empty() : Optional.of(call);
  }
}
