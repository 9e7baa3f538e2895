package io.sallyport.server.retention;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ArchiveRecord.RetentionFloor;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.archive.Sequences;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.base.Component;
import io.sallyport.server.retention.FloorViolation.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long things are kept: classes with floors, holds, and the purge that takes what is due. What
 * stands is on the journal and nowhere else; a purge reads it from there before it decides.
 */
public final class Retention implements Component {
  /** What an approval of a purge is asked for. */
  public static final String PURGE = "purge";

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  // immutable
  private final Keeping journal;
  private final Archive archive;
  private final RetentionSettings settings;
  private final Persons persons;
  private final Neighbours neighbours;
  private final Path certificates;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Approvals approvals;
  private final Holds holds;

  // any thread: held by who changes or asks what stands
  private final ReentrantLock lock = new ReentrantLock();
  private final Standing standing = new Standing();

  // any thread: held by the one purge that runs
  private final ReentrantLock purging = new ReentrantLock();

  // any thread: volatile, written by the thread that starts
  private volatile Instant startedAt = Instant.EPOCH;
  private volatile long startedNanos;
  private volatile Thread resuming;

  // any thread: volatile
  private volatile String failing;

  /** One class as it stands. */
  public record Term(RetentionClass kind, KeepSettings settings, Optional<Duration> floor) {}

  /**
   * The retention of one archive, which is started before and closed after.
   *
   * @param domain the one that persons without an address belong to
   * @param certificates directory for the papers about purges; made where it is missing
   * @param nanoTime a clock that never steps, to see that the other one does
   */
  public Retention(
      Archive archive,
      RetentionSettings settings,
      String domain,
      Neighbours neighbours,
      Path certificates,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.archive = archive;
    this.journal = archive.keeping();
    this.settings = settings;
    this.persons = new Persons(domain);
    this.neighbours =
        new Neighbours(
            persons.canonical(neighbours.groups()), neighbours.recordings(), neighbours.signer());
    this.certificates = certificates;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.approvals = new Approvals(archive::write, settings.approvalExpiry(), clock);
    this.holds =
        new Holds(
            standing, lock, this::record, approvals, persons, this.neighbours.groups(), clock);
  }

  @Override
  public String name() {
    return "retention";
  }

  /** Reads what stands, and takes up what a crash has interrupted. */
  @Override
  public void start() throws IOException, FloorViolation {
    for (ArchiveRecord ruling : journal.rulings()) {
      standing.apply(ruling);
      approvals.apply(ruling);
    }
    approvals.forgetOld();
    List<Violation> violations = standing.violations(settings);
    if (!violations.isEmpty()) {
      throw new FloorViolation(violations);
    }
    startedAt = clock.instant();
    startedNanos = nanoTime.getAsLong();
    if (!standing.unfinished().isEmpty() || certificateMissing()) {
      Thread thread = new Thread(this::resumeAtStart, "retention");
      resuming = thread;
      thread.start();
    }
  }

  @Override
  public Health check() {
    return failing == null ? Health.OK : Health.failing(failing);
  }

  /** Lets a purge that was taken up again come to its end. */
  @Override
  public void close() {
    Thread thread = resuming;
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Approvals by two people, for everything that needs them. */
  public Approvals approvals() {
    return approvals;
  }

  public Holds holds() {
    return holds;
  }

  /** How each class is kept. */
  public List<Term> terms() {
    lock.lock();
    try {
      List<Term> terms = new ArrayList<>();
      for (RetentionClass kind : RetentionClass.values()) {
        terms.add(new Term(kind, settings.of(kind), standing.floor(kind)));
      }
      return terms;
    } finally {
      lock.unlock();
    }
  }

  /** Sets how long a class is kept at least. It can be raised, and never lowered again. */
  public Outcome<Term> setFloor(RetentionClass kind, Duration floor, String by) throws IOException {
    lock.lock();
    try {
      Optional<Duration> stands = standing.floor(kind);
      if (floor.compareTo(stands.orElse(Duration.ZERO)) <= 0) {
        return new Outcome.Denied<>(
            stands
                .map(s -> "the floor is " + Standing.text(s) + ", and can only be raised")
                .orElse("a floor is longer than nothing"));
      }
      if (!settings.of(kind).satisfies(floor)) {
        return new Outcome.Denied<>(
            "the settings keep %s only %s: first set retention.%s.keep to %s or more"
                .formatted(
                    kind.text(),
                    Standing.text(settings.of(kind).keep()),
                    kind.text(),
                    Standing.text(floor)));
      }
      record(
          new RetentionFloor(
              clock.instant(), Approvals.canonical(by), kind.text(), floor.toSeconds()));
      return new Outcome.Done<>(new Term(kind, settings.of(kind), standing.floor(kind)));
    } finally {
      lock.unlock();
    }
  }

  /** What a purge would take now. Reads the whole journal. */
  public PurgePreview preview() throws IOException {
    Selection selection = selection(clock.instant());
    return PurgePreview.of(
        selection.due(journal, standing, neighbours.groups()), selection, standing);
  }

  /** Asks for a purge of what is due now, where the settings want a second person. */
  public Outcome<Approval> requestPurge(String reason, String by) throws IOException {
    PurgePreview preview = preview();
    return preview.nothing()
        ? new Outcome.Denied<>("nothing is due")
        : approvals.request(PURGE, preview.summary(), reason, by);
  }

  /** A second person agrees to a purge of what was due when it was asked for, and it runs. */
  public Outcome<PurgeReport> approvePurge(String approvalId, String by) throws IOException {
    Approval approval = approvals.find(approvalId).orElse(null);
    if (approval == null || !approval.action().equals(PURGE)) {
      return new Outcome.Denied<>("there is no such request for a purge");
    }
    Optional<String> problem = clockProblem();
    if (problem.isPresent()) {
      return new Outcome.Denied<>(problem.get());
    }
    boolean approved = approval.state() == Approval.State.APPROVED;
    Outcome<Approval> step =
        approved ? new Outcome.Done<>(approval) : approvals.approve(approvalId, by);
    if (step instanceof Outcome.Done<Approval>) {
      step = approvals.use(approvalId, PURGE, approval.subject(), by);
    }
    if (step instanceof Outcome.Denied<Approval> denied) {
      return new Outcome.Denied<>(denied.why());
    }
    Approval used = ((Outcome.Done<Approval>) step).value();
    return run(used.requestedAt(), used.requestedBy(), used.decidedBy());
  }

  /** Whether the settings want a second person for a purge. */
  public boolean purgeNeedsTwo() {
    return settings.purgeNeedsTwo();
  }

  /** Purges what is due now, where the settings want no second person. */
  public Outcome<PurgeReport> purge(String by) throws IOException {
    return settings.purgeNeedsTwo()
        ? new Outcome.Denied<>("a purge needs a second person: ask for one with a reason")
        : run(clock.instant(), Approvals.canonical(by), "");
  }

  /** Ids of the purges that have come to their end, the oldest first. */
  public List<String> purges() {
    return standing.finished();
  }

  /** The paper about a purge; empty where there was no such purge or it has not come to its end. */
  public Optional<Path> certificate(String purge) throws IOException {
    if (!standing.finished().contains(purge)) {
      return Optional.empty();
    }
    Path file = Certificate.file(certificates, purge);
    return Files.exists(file)
        ? Optional.of(file)
        : Certificate.again(certificates, journal, purge, neighbours.signer());
  }

  private Outcome<PurgeReport> run(Instant asOf, String by, String approvedBy) throws IOException {
    if (!purging.tryLock()) {
      return new Outcome.Denied<>("another purge runs");
    }
    try {
      Optional<String> problem = clockProblem().or(this::journalProblem);
      if (problem.isPresent()) {
        return new Outcome.Denied<>(problem.get());
      }
      readStanding();
      resume();
      Selection selection = selection(asOf);
      List<Unit> due = selection.due(journal, standing, neighbours.groups());
      PurgeJob job = job();
      Optional<Purge> purge = job.begin(due, by, approvedBy);
      if (purge.isEmpty()) {
        return new Outcome.Denied<>("nothing is due");
      }
      PurgeCompleted completed = job.finish(purge.get(), due);
      return new Outcome.Done<>(report(due.size(), purge.get(), completed, selection.full()));
    } finally {
      purging.unlock();
    }
  }

  /** Brings purges to their end that were begun. Does nothing where there are none. */
  private void resume() throws IOException {
    for (Purge purge : standing.unfinished()) {
      Sequences named = Sequences.of(purge.bodies()).with(Sequences.of(purge.fields()));
      job().finish(purge, Selection.left(journal, persons, named));
      LOG.info("purge {} has come to its end", purge.purge());
    }
    for (String purge : standing.finished()) {
      certificate(purge);
    }
  }

  private void resumeAtStart() {
    purging.lock();
    try {
      readStanding();
      resume();
      failing = null;
    } catch (IOException | RuntimeException e) {
      failing = "a purge that was interrupted cannot be finished: " + e.getMessage();
      LOG.warn("{}", failing);
    } finally {
      purging.unlock();
    }
  }

  /** What stands by the journal itself: the tables that a start reads could be changed by hand. */
  private void readStanding() throws IOException {
    Standing read = new Standing();
    long last = journal.read(0, record -> take(record, read));
    lock.lock();
    try {
      journal.read(last, record -> take(record, read));
      standing.replace(read);
    } finally {
      lock.unlock();
    }
    List<Violation> violations = standing.violations(settings);
    if (!violations.isEmpty()) {
      throw new IOException(violations.get(0).key() + " " + violations.get(0).what());
    }
  }

  private static void take(Keeping.Kept record, Standing into) throws IOException {
    if (Standing.concerns(record.type())) {
      record.entry().ifPresent(into::apply);
    }
  }

  private PurgeReport report(long units, Purge purge, PurgeCompleted completed, boolean more)
      throws IOException {
    return new PurgeReport(
        purge.purge(),
        units,
        Sequences.of(completed.bodies()).with(Sequences.of(completed.fields())).count(),
        completed.objects().size(),
        Sequences.of(completed.spared()).count(),
        more,
        Certificate.write(certificates, journal, purge, completed, neighbours.signer()));
  }

  private boolean certificateMissing() {
    return standing.finished().stream()
        .anyMatch(purge -> !Files.exists(Certificate.file(certificates, purge)));
  }

  private Selection selection(Instant asOf) {
    return new Selection(settings, persons, asOf, settings.purgeAtOnce());
  }

  /** A new job; also for tests that end one between its steps. */
  PurgeJob job() {
    return new PurgeJob(journal, settings, neighbours, standing, lock, this::record, clock);
  }

  /** Puts a record on the journal and takes it into account. */
  private long record(ArchiveRecord entry) throws IOException {
    lock.lock();
    try {
      long sequence = archive.write(entry);
      standing.apply(entry);
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  /** A clock that was set forward would make everything due at once. */
  private Optional<String> clockProblem() {
    Duration wall = Duration.between(startedAt, clock.instant());
    Duration steady = Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
    return wall.minus(steady).abs().compareTo(CLOCK_TOLERANCE) > 0
        ? Optional.of(
            "the clock was set by %s since the server started; look whether it is right, and start"
                    .formatted(wall.minus(steady))
                + " again")
        : Optional.empty();
  }

  /** On a journal that is not whole nobody can say what a hold covers. */
  private Optional<String> journalProblem() {
    try {
      VerifyReport report = journal.verify();
      return report.problem().map(problem -> "the journal is damaged: " + problem);
    } catch (IOException e) {
      return Optional.of("the journal cannot be read: " + e.getMessage());
    }
  }
}
