package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord.AccessExported;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Ids;
import io.sallyport.server.db.Database;
import io.sallyport.server.review.Order.State;
import io.sallyport.server.review.Outcome.Awaiting;
import io.sallyport.server.review.Outcome.Denied;
import io.sallyport.server.review.Outcome.Granted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages that officers ask for at the console: they wait for a second person, are made one after
 * the other, and belong to who asked, who takes them within a week. Any thread that may block.
 */
public final class Orders implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int ID_BYTES = 8;
  private static final int MOST_SHOWN = 200;
  private static final int MOST_QUEUED = 100;
  private static final String STOPPED = "the server was stopped meanwhile; ask again";

  // immutable
  private final OrderRows rows;
  private final Review review;
  private final AccessLog log;
  private final Path directory;
  private final Function<String, Request> reading;
  private final InstantSource clock;
  private final ThreadPoolExecutor worker;

  // any thread
  private final Map<String, Progress> progress = new ConcurrentHashMap<>();

  /** How far a package is that is being made. */
  public record Progress(String step, long done, long total) {}

  /**
   * The orders of one server.
   *
   * @param directory of the packages and nothing else; made where it is missing
   * @param reading makes a request of a query that was found good before
   */
  public Orders(
      Database database,
      Review review,
      Path directory,
      Function<String, Request> reading,
      InstantSource clock) {
    this.rows = new OrderRows(database);
    this.review = review;
    this.log = review.log();
    this.directory = directory;
    this.reading = reading;
    this.clock = clock;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_QUEUED),
            task -> {
              Thread thread = new Thread(task, "export");
              thread.setDaemon(true);
              return thread;
            });
    worker.allowCoreThreadTimeOut(true);
  }

  @Override
  public String name() {
    return "exports";
  }

  /** What was being made when the server stopped is not taken up again: it may have been used. */
  @Override
  public void start() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    for (Order order : rows.in(State.RUNNING)) {
      Files.deleteIfExists(file(order));
      rows.change(order.failed(STOPPED, clock.instant()));
    }
    removeOld();
  }

  @Override
  public Health check() {
    return Health.OK;
  }

  /** Ends with what is being made; its file is removed by the next start. */
  @Override
  public void close() {
    worker.shutdownNow();
  }

  /**
   * Asks for a package of what the query finds.
   *
   * @return denied where it cannot be; else the order, which waits for a second person or runs
   */
  public Outcome<Order> ask(Officer officer, String reason, String query) throws IOException {
    removeOld();
    boolean two = review.exportNeedsTwo();
    Order order =
        Order.asked(
            Ids.random(ID_BYTES),
            officer.name(),
            reason.strip(),
            query,
            two ? State.WAITING : State.RUNNING,
            clock.instant());
    if (!two) {
      Optional<String> problem = Review.problem(reason);
      if (problem.isPresent()) {
        return review.denied(officer, reason, Review.EXPORT, query, problem.get());
      }
      rows.add(order);
      run(order);
      return new Granted<>(order);
    }
    Outcome<Export.Made> asked = export(order, Optional.empty());
    if (asked instanceof Awaiting<Export.Made> awaiting) {
      Order waiting = order.waiting(awaiting.approval());
      rows.add(waiting);
      return new Granted<>(waiting);
    }
    return asked instanceof Denied<Export.Made> no
        ? new Denied<>(no.why(), no.about())
        : new Denied<>("the export was made without a second person");
  }

  /** An officer's own, newest first. */
  public List<Order> of(Officer officer) {
    return rows.of(officer.name(), MOST_SHOWN);
  }

  /** One of the officer's own; what belongs to another is not there. */
  public Optional<Order> find(Officer officer, String id) {
    return rows.find(id).filter(order -> order.officer().equals(officer.name()));
  }

  /** How far it is; empty where it is not being made. */
  public Optional<Progress> progress(Order order) {
    return Optional.ofNullable(progress.get(order.id()));
  }

  /** Makes the package that a second person has approved; a second call does nothing. */
  public void approved(String approval) {
    rows.byApproval(approval)
        .filter(order -> rows.move(order.id(), State.WAITING, State.RUNNING))
        .ifPresent(this::run);
  }

  /**
   * Hands the package over to who asked for it; that it was is on record.
   *
   * @return empty where there is none, or none of theirs
   */
  public Optional<InputStream> open(Officer officer, String id) throws IOException {
    Order order = find(officer, id).filter(o -> o.state() == State.COMPLETE).orElse(null);
    if (order == null || !Files.isRegularFile(file(order))) {
      return Optional.empty();
    }
    log.write(
        new AccessExported(
            clock.instant(),
            officer.name(),
            order.export(),
            "handed over",
            order.hits(),
            order.sha256()));
    return Optional.of(Files.newInputStream(file(order)));
  }

  /** Removes a package; whether there was one of the officer's. */
  public boolean remove(Officer officer, String id) throws IOException {
    Optional<Order> order = find(officer, id).filter(o -> o.state() == State.COMPLETE);
    if (order.isPresent()) {
      remove(order.get());
    }
    return order.isPresent();
  }

  private void remove(Order order) throws IOException {
    Files.deleteIfExists(file(order));
    rows.move(order.id(), State.COMPLETE, State.REMOVED);
  }

  private void removeOld() throws IOException {
    Instant old = clock.instant().minus(KEPT);
    for (Order order : rows.in(State.COMPLETE)) {
      if (order.ended().orElse(order.asked()).isBefore(old)) {
        remove(order);
      }
    }
  }

  private void run(Order order) {
    progress.put(order.id(), new Progress("waiting for others", 0, 0));
    try {
      worker.execute(() -> make(order));
    } catch (RejectedExecutionException full) {
      ended(order.failed("too many exports wait already", clock.instant()));
    }
  }

  private void make(Order order) {
    try {
      Optional<String> approval =
          order.approval().isEmpty() ? Optional.empty() : Optional.of(order.approval());
      Outcome<Export.Made> outcome = export(order, approval);
      Instant now = clock.instant();
      if (outcome instanceof Granted<Export.Made> made) {
        ended(order.complete(made.value(), now));
      } else if (outcome instanceof Denied<Export.Made> no) {
        ended(order.failed(no.why(), now));
      } else {
        ended(order.failed("it needs a second person", now));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("export {} was not made: {}", order.id(), e.toString());
      ended(order.failed(String.valueOf(e.getMessage()), clock.instant()));
    }
  }

  private void ended(Order order) {
    try {
      rows.change(order);
    } catch (RuntimeException e) {
      // the database is closed while the server stops: the next start finds the order running
      LOG.warn("what became of export {} is not kept: {}", order.id(), e.toString());
    }
    progress.remove(order.id());
  }

  private Outcome<Export.Made> export(Order order, Optional<String> approval) throws IOException {
    return review.export(
        review.officer(order.officer()),
        order.reason(),
        reading.apply(order.query()),
        approval,
        file(order),
        (step, done, total) -> progress.put(order.id(), new Progress(step, done, total)));
  }

  /** Its name is our own id, never a peer's. */
  private Path file(Order order) {
    return directory.resolve(order.id() + ".zip");
  }
}
