package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.ApprovalDecided;
import io.sallyport.server.archive.ArchiveRecord.ApprovalRequested;
import io.sallyport.server.archive.ArchiveRecord.ApprovalUsed;
import io.sallyport.server.base.Ids;
import io.sallyport.server.retention.Approval.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Four eyes: what one person asks for, another must approve before it is done, once, within a time.
 * Every step is on the journal before it counts, so that a restart knows it too. Whether a person
 * may ask or approve at all is the caller's to know; that it is not the same person is known here.
 * Any thread that may block.
 */
public final class Approvals {
  private static final int MOST_PENDING = 1_000;
  private static final int MOST_TEXT = 1_000;
  private static final Duration REMEMBERED = Duration.ofDays(30);

  // immutable
  private final Recorder recorder;
  private final Duration expiry;
  private final InstantSource clock;

  // any thread: guarded by this
  private final Map<String, Approval> approvals = new LinkedHashMap<>();

  /** Puts a record on the journal and returns once it is durable. */
  interface Recorder {
    long write(ArchiveRecord entry) throws IOException;
  }

  Approvals(Recorder recorder, Duration expiry, InstantSource clock) {
    this.recorder = recorder;
    this.expiry = expiry;
    this.clock = clock;
  }

  /** Asks for something; good for nothing until another person has approved it. */
  public synchronized Outcome<Approval> request(
      String action, String subject, String reason, String by) throws IOException {
    Instant now = clock.instant();
    if (reason.isBlank()) {
      return new Outcome.Denied<>("say why: a second person has to judge it");
    }
    if (reason.length() > MOST_TEXT || subject.length() > MOST_TEXT) {
      return new Outcome.Denied<>("that text is longer than " + MOST_TEXT + " characters");
    }
    if (pending().size() >= MOST_PENDING) {
      return new Outcome.Denied<>(MOST_PENDING + " requests wait already");
    }
    String id = Ids.random(8);
    write(new ApprovalRequested(id, now, canonical(by), action, subject, reason, now.plus(expiry)));
    return new Outcome.Done<>(approvals.get(id));
  }

  /** A second person agrees. */
  public Outcome<Approval> approve(String id, String by) throws IOException {
    return approve(id, by, "");
  }

  /** The same, with why. */
  public synchronized Outcome<Approval> approve(String id, String by, String reason)
      throws IOException {
    Approval approval = approvals.get(id);
    Optional<String> problem = problem(approval, State.PENDING);
    if (problem.isEmpty() && canonical(by).equals(approval.requestedBy())) {
      problem = Optional.of("it takes a second person: " + canonical(by) + " asked for it");
    }
    return problem.isPresent()
        ? new Outcome.Denied<>(problem.get())
        : decide(approval, by, State.APPROVED, reason);
  }

  /** Anybody may end a request, also who made it. */
  public synchronized Outcome<Approval> refuse(String id, String by, String reason)
      throws IOException {
    Approval approval = approvals.get(id);
    Optional<String> problem = problem(approval, State.PENDING);
    return problem.isPresent()
        ? new Outcome.Denied<>(problem.get())
        : decide(approval, by, State.REFUSED, reason);
  }

  /**
   * Takes an approval for the one time that it is good for, right before the thing is done. Only
   * who asked or who approved may.
   */
  public synchronized Outcome<Approval> use(String id, String action, String subject, String by)
      throws IOException {
    Approval approval = approvals.get(id);
    Optional<String> problem = problem(approval, State.APPROVED);
    if (problem.isPresent()) {
      return new Outcome.Denied<>(problem.get());
    }
    if (!approval.action().equals(action) || !approval.subject().equals(subject)) {
      return new Outcome.Denied<>(
          "it was approved for " + approval.action() + " of " + approval.subject());
    }
    String person = canonical(by);
    if (!person.equals(approval.requestedBy()) && !person.equals(approval.decidedBy())) {
      return new Outcome.Denied<>("only who asked for it or who approved it may use it");
    }
    write(new ApprovalUsed(id, clock.instant(), person));
    return new Outcome.Done<>(approvals.get(id));
  }

  public synchronized Optional<Approval> find(String id) {
    return Optional.ofNullable(approvals.get(id));
  }

  /** What waits for a second person and has not expired, oldest first. */
  public synchronized List<Approval> pending() {
    Instant now = clock.instant();
    return approvals.values().stream()
        .filter(approval -> approval.state() == State.PENDING && !approval.expired(now))
        .sorted(Comparator.comparing(Approval::requestedAt))
        .toList();
  }

  /** Takes a record of the journal into account. */
  synchronized void apply(ArchiveRecord entry) {
    if (entry instanceof ApprovalRequested asked) {
      approvals.put(
          asked.approval(),
          new Approval(
              asked.approval(),
              asked.action(),
              asked.subject(),
              asked.reason(),
              asked.by(),
              asked.at(),
              asked.expires(),
              State.PENDING,
              ""));
    } else if (entry instanceof ApprovalDecided decided) {
      State state = decided.decision().equals("approved") ? State.APPROVED : State.REFUSED;
      approvals.computeIfPresent(
          decided.approval(), (id, approval) -> approval.with(state, decided.by()));
    } else if (entry instanceof ApprovalUsed used) {
      approvals.computeIfPresent(used.approval(), (id, approval) -> approval.used());
    }
  }

  /** Forgets what is good for nothing any more and old besides. */
  synchronized void forgetOld() {
    Instant old = clock.instant().minus(REMEMBERED);
    approvals.values().removeIf(approval -> approval.expired(old));
  }

  /** A person's name as it is compared: the same person in any case is the same person. */
  static String canonical(String person) {
    return person.strip().toLowerCase(Locale.ROOT);
  }

  private Outcome<Approval> decide(Approval approval, String by, State state, String reason)
      throws IOException {
    write(
        new ApprovalDecided(
            approval.id(),
            clock.instant(),
            canonical(by),
            state == State.APPROVED ? "approved" : "refused",
            reason));
    return new Outcome.Done<>(approvals.get(approval.id()));
  }

  private Optional<String> problem(Approval approval, State wanted) {
    if (approval == null) {
      return Optional.of("there is no such request");
    }
    if (approval.state() != wanted) {
      return Optional.of(
          switch (approval.state()) {
            case PENDING -> "nobody has approved it yet";
            case APPROVED -> approval.decidedBy() + " has approved it already";
            case REFUSED -> approval.decidedBy() + " has refused it";
            case USED -> "it was used already, and is good for one time only";
          });
    }
    return approval.expired(clock.instant())
        ? Optional.of("it expired at " + approval.expires())
        : Optional.empty();
  }

  private void write(ArchiveRecord entry) throws IOException {
    recorder.write(entry);
    apply(entry);
  }
}
