package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.CallRow;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Puts the end of calls on record that ran when the last server stopped: without it they would run
 * on in every list. When they ended nobody knows, so that the record says no more than that.
 */
final class UnfinishedCalls {
  private static final int PAGE = 500;
  private static final int MAX_PAGES = 20;
  private static final String REASON = "the server stopped while the call ran";

  private UnfinishedCalls() {}

  /** How many there were. Before the first call of this start. */
  static int end(Archive archive, InstantSource clock) {
    int ended = 0;
    long before = Long.MAX_VALUE;
    for (int page = 0; page < MAX_PAGES; page++) {
      List<CallRow> calls = archive.calls(page(before));
      List<CallRow> running = calls.stream().filter(call -> call.outcome().isEmpty()).toList();
      running.forEach(call -> archive.append(ended(call, clock)));
      ended += running.size();
      // those that ran were among the newest: a page without any is the last to look at
      if (running.isEmpty() || calls.size() < PAGE) {
        break;
      }
      before = calls.get(calls.size() - 1).sequence();
    }
    return ended;
  }

  private static ArchiveRecord.CallEnded ended(CallRow call, InstantSource clock) {
    return new ArchiveRecord.CallEnded(
        call.call(), clock.instant(), "failed", 0, "server", REASON, 0, List.of());
  }

  private static CallFilter page(long before) {
    return new CallFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        before,
        PAGE);
  }
}
