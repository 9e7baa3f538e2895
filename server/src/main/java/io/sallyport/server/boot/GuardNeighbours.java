package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.CallRow;
import io.sallyport.server.base.Loop;
import io.sallyport.server.call.Calls;
import io.sallyport.server.edge.Edge;
import io.sallyport.server.guard.CallMeter.Asking;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.People;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Connects the guard with the sockets that it shuts, the calls that it counts, and the past. */
final class GuardNeighbours {
  private static final int PAGE = 10_000;
  private static final int MAX_PAGES = 100;

  /** How long before midnight a call may have begun that is still charged to the day. */
  private static final Duration LONGEST_CALL = Duration.ofHours(6);

  /** When a call ended that ran as the last server was killed, nobody knows. */
  private static final Duration LONGEST_UNKNOWN = Duration.ofHours(1);

  private GuardNeighbours() {}

  /** Before the sockets open. Blocks on the database. */
  static void connect(Storage storage, Edge edge, Calls calls, Loop loop) {
    Guard guard = storage.guard();
    edge.keptBy(guard::turnsAway);
    guard.closesBy(edge::closeAll);
    calls.chargedBy(guard);
    restore(guard, storage.archive(), storage.rules().people());
    loop.post(() -> guard.watch(loop));
  }

  /** Charges today's calls of before the start, from the tables of the archive. */
  private static void restore(Guard guard, Archive archive, People people) {
    Instant since = guard.dayBegan();
    long before = Long.MAX_VALUE;
    for (int page = 0; page < MAX_PAGES; page++) {
      List<CallRow> calls = archive.calls(page(since.minus(LONGEST_CALL), before));
      calls.forEach(call -> restore(guard, call, people, since));
      if (calls.size() < PAGE) {
        return;
      }
      before = calls.get(calls.size() - 1).sequence();
    }
  }

  private static void restore(Guard guard, CallRow call, People people, Instant since) {
    Optional<Address> from = Address.parse(call.from());
    Optional<Address> to = Address.parse(call.to());
    Optional<Instant> ended = call.ended();
    if (from.isEmpty() || to.isEmpty() || call.answered().isEmpty() || ended.isEmpty()) {
      return;
    }
    Instant answered = call.answered().get();
    Instant latest = answered.plus(LONGEST_UNKNOWN);
    boolean known = call.outcome().filter("answered"::equals).isPresent();
    Instant until = known || ended.get().isBefore(latest) ? ended.get() : latest;
    if (until.isAfter(since)) {
      guard.restore(
          new Asking(
              from.get(),
              people.of(from.get()).groups(),
              "",
              to.get(),
              people.of(to.get()).known(),
              false),
          answered,
          until);
    }
  }

  private static CallFilter page(Instant since, long before) {
    return new CallFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(since),
        Optional.empty(),
        before,
        PAGE);
  }
}
