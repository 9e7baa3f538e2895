package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord.HoldPlaced;
import io.sallyport.server.archive.ArchiveRecord.HoldReleaseRequested;
import io.sallyport.server.archive.ArchiveRecord.HoldReleased;
import io.sallyport.server.base.Ids;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;

/**
 * Legal holds: placed by one person, released by two. From the moment when placing one returns, no
 * purge takes what it covers, not even one that runs. Any thread that may block.
 */
public final class Holds {
  /** What an approval of a hold's end is asked for. */
  public static final String RELEASE = "hold.release";

  private static final int MOST = 1_000;
  private static final int MOST_TEXT = 1_000;

  // immutable
  private final Standing standing;
  private final Lock lock;
  private final Approvals.Recorder recorder;
  private final Approvals approvals;
  private final Persons persons;
  private final Groups groups;
  private final InstantSource clock;

  Holds(
      Standing standing,
      Lock lock,
      Approvals.Recorder recorder,
      Approvals approvals,
      Persons persons,
      Groups groups,
      InstantSource clock) {
    this.standing = standing;
    this.lock = lock;
    this.recorder = recorder;
    this.approvals = approvals;
    this.persons = persons;
    this.groups = groups;
    this.clock = clock;
  }

  /** Places a hold; it waits for the step that a running purge is in, some seconds at most. */
  public Outcome<Hold> place(Hold.Scope scope, String by) throws IOException {
    lock.lock();
    try {
      Set<String> members = groups.members(scope.group());
      Optional<String> problem = problem(scope, members);
      if (problem.isPresent()) {
        return new Outcome.Denied<>(problem.get());
      }
      Set<String> covered = new TreeSet<>();
      scope.persons().forEach(person -> covered.add(persons.canonical(person)));
      covered.addAll(members);
      HoldPlaced placed =
          new HoldPlaced(
              Ids.random(8),
              clock.instant(),
              Approvals.canonical(by),
              scope.matter(),
              scope.reason(),
              List.copyOf(covered),
              scope.group(),
              List.copyOf(scope.calls()),
              scope.from().map(Instant::toEpochMilli).orElse(0L),
              scope.until().map(Instant::toEpochMilli).orElse(0L));
      recorder.write(placed);
      return new Outcome.Done<>(standing.hold(placed.hold()).orElseThrow());
    } finally {
      lock.unlock();
    }
  }

  /** The holds that stand, oldest first. */
  public List<Hold> list() {
    lock.lock();
    try {
      return standing.holds();
    } finally {
      lock.unlock();
    }
  }

  /** A hold that stands. */
  public Optional<Hold> find(String id) {
    lock.lock();
    try {
      return standing.hold(id);
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a hold's end; it stands until another person approves. */
  public Outcome<Approval> requestRelease(String id, String reason, String by) throws IOException {
    lock.lock();
    try {
      Optional<Hold> hold = standing.hold(id);
      if (hold.isEmpty()) {
        return new Outcome.Denied<>("there is no such hold");
      }
      Optional<Approval> open = open(hold.get());
      if (open.isPresent()) {
        return new Outcome.Denied<>(
            open.get().requestedBy() + " has asked for that already: request " + open.get().id());
      }
      Outcome<Approval> asked = approvals.request(RELEASE, id, reason, by);
      if (asked instanceof Outcome.Done<Approval> done) {
        Approval approval = done.value();
        recorder.write(
            new HoldReleaseRequested(
                id, approval.requestedAt(), approval.requestedBy(), approval.id(), reason));
      }
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /** A second person agrees, and the hold ends. */
  public Outcome<Hold> approveRelease(String approvalId, String by) throws IOException {
    lock.lock();
    try {
      Approval approval = approvals.find(approvalId).orElse(null);
      if (approval == null || !approval.action().equals(RELEASE)) {
        return new Outcome.Denied<>("there is no such request to release a hold");
      }
      Hold hold = standing.hold(approval.subject()).orElse(null);
      if (hold == null) {
        return new Outcome.Denied<>("that hold was released already");
      }
      boolean approved = approval.state() == Approval.State.APPROVED;
      Outcome<Approval> step =
          // a crash may have come between the approval and the release
          approved ? new Outcome.Done<>(approval) : approvals.approve(approvalId, by);
      if (step instanceof Outcome.Done<Approval>) {
        step = approvals.use(approvalId, RELEASE, hold.id(), by);
      }
      if (step instanceof Outcome.Denied<Approval> denied) {
        return new Outcome.Denied<>(denied.why());
      }
      Approval used = ((Outcome.Done<Approval>) step).value();
      recorder.write(
          new HoldReleased(hold.id(), clock.instant(), used.requestedBy(), used.decidedBy()));
      return new Outcome.Done<>(hold);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Approval> open(Hold hold) {
    return approvals.pending().stream()
        .filter(approval -> approval.action().equals(RELEASE))
        .filter(approval -> approval.subject().equals(hold.id()))
        .findFirst();
  }

  private Optional<String> problem(Hold.Scope scope, Set<String> members) {
    boolean everything =
        scope.persons().isEmpty()
            && scope.group().isEmpty()
            && scope.calls().isEmpty()
            && scope.from().isEmpty()
            && scope.until().isEmpty();
    if (everything) {
      return Optional.of("say what it covers: persons, a group, calls or a time span");
    }
    if (scope.matter().isBlank() || scope.reason().isBlank()) {
      return Optional.of("say for which matter it is, and why");
    }
    if (scope.matter().length() > MOST_TEXT || scope.reason().length() > MOST_TEXT) {
      return Optional.of("that text is longer than " + MOST_TEXT + " characters");
    }
    if (!scope.group().isEmpty() && members.isEmpty()) {
      return Optional.of("nobody is known in the group " + scope.group());
    }
    if (scope.from().isPresent()
        && scope.until().isPresent()
        && !scope.from().get().isBefore(scope.until().get())) {
      return Optional.of("the time span ends before it begins");
    }
    return standing.holds().size() >= MOST
        ? Optional.of(MOST + " holds stand already")
        : Optional.empty();
  }
}
