package io.sallyport.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database: connection pool, migrations at start, and the only threads that may wait for it.
 *
 * <p>A database thread (or an http thread, which may block too) calls {@link #read} and {@link
 * #inTransaction}; a loop calls {@link #submit}, which never blocks. H2 writes to disk with a short
 * delay, so that a commit survives a killed process only after {@link #checkpoint} or half a
 * second; what was acknowledged to a peer rests on the journal, never here.
 */
public final class Database implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long CLOSE_SECONDS = 10;

  // immutable
  private final Path dataDirectory;
  private final DatabaseSettings settings;
  private final Counters counters;

  // owned by: the thread that starts and closes; any thread reads: volatile
  private volatile HikariDataSource pool;
  private volatile Jdbi jdbi;
  private volatile ThreadPoolExecutor threads;

  public Database(Path dataDirectory, DatabaseSettings settings, Counters counters) {
    this.dataDirectory = dataDirectory;
    this.settings = settings;
    this.counters = counters;
  }

  @Override
  public String name() {
    return "db";
  }

  @Override
  public void start() throws IOException {
    String url = settings.url().isEmpty() ? embedded() : settings.url();
    HikariDataSource opened = open(url);
    try {
      Migrations.bringUpToDate(opened);
    } catch (RuntimeException e) {
      opened.close();
      throw new IOException(
          "the database at " + place() + " cannot be brought up to date: " + cause(e), e);
    }
    pool = opened;
    jdbi = Jdbi.create(opened);
    // a failed statement's bound values may be a credential: they stay out of the message that is
    // logged
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    threads = threads();
  }

  /**
   * Runs the work on the calling thread, which must be one that may block. Changes are committed
   * one by one.
   */
  public <T, X extends Exception> T read(HandleCallback<T, X> work) throws X {
    return running().withHandle(work);
  }

  /**
   * Runs the work on the calling thread, which must be one that may block: all of it is committed,
   * or none.
   */
  public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
    return running().inTransaction(work);
  }

  /**
   * Runs the task on a database thread; it calls {@link #read} and {@link #inTransaction} itself.
   * What it throws is logged.
   *
   * @return false when the queue is full or the database is closed; the task is then not run
   */
  public boolean submit(Runnable task) {
    ThreadPoolExecutor executor = threads;
    if (executor == null) {
      return false;
    }
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      counters.add(Counter.DB_REFUSED);
      return false;
    }
  }

  /**
   * Runs the work in a transaction on a database thread and hands the answer to {@code done} on the
   * loop, always.
   */
  public <T> void submit(Loop loop, HandleCallback<T, ?> work, Consumer<Answer<T>> done) {
    boolean accepted =
        submit(
            () -> {
              Answer<T> answer = answer(work);
              loop.post(() -> done.accept(answer));
            });
    if (!accepted) {
      loop.post(() -> done.accept(new Answer.Failed<>("the database is overloaded")));
    }
  }

  /**
   * Blocks until all that was committed is on disk: for the few changes that a person was told of,
   * such as a new password.
   */
  public void checkpoint() {
    if (settings.url().isEmpty()) {
      running().useHandle(handle -> handle.execute("CHECKPOINT SYNC"));
    }
  }

  /**
   * What the database is.
   *
   * @param product its own name and version
   * @param applied how many scripts it has had
   * @param newest the newest script that this version of the server has
   */
  public record About(String product, int applied, int newest) {}

  /** What the database is. Blocks. */
  public About about() {
    try {
      return running()
          .withHandle(
              handle -> {
                DatabaseMetaData says = handle.getConnection().getMetaData();
                return new About(
                    says.getDatabaseProductName() + " " + says.getDatabaseProductVersion(),
                    handle.createQuery(Migrations.APPLIED).mapTo(Integer.class).one(),
                    Migrations.NEWEST);
              });
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not say what it is", e);
    }
  }

  /** What the database's own clock says. Blocks. */
  public Instant time() {
    return running()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT CURRENT_TIMESTAMP")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant());
  }

  /**
   * Writes a copy of an embedded database while it is in use; nothing where the admin has brought a
   * database, which has means of its own. Blocks.
   */
  public void backup(Path file) {
    if (settings.url().isEmpty()) {
      running()
          .useHandle(
              handle ->
                  handle
                      .createUpdate("BACKUP TO :file")
                      .bind("file", file.toAbsolutePath().toString())
                      .execute());
    }
  }

  /** Makes the directory of an embedded database from such a copy. */
  public static void restore(Path file, Path dataDirectory) throws IOException {
    Files.createDirectories(dataDirectory);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        // whatever path the entry claims, it becomes a file of this directory
        Path name = Path.of(entry.getName()).getFileName();
        if (name == null || name.toString().startsWith(".")) {
          throw new IOException("the copy of the database holds a file without a name");
        }
        Files.copy(zip, dataDirectory.resolve(name.toString()));
      }
    }
  }

  @Override
  public Health check() {
    HikariDataSource open = pool;
    if (open == null || open.isClosed()) {
      return Health.failing("the database is not open");
    }
    int waiting = open.getHikariPoolMXBean().getThreadsAwaitingConnection();
    return waiting > settings.poolSize()
        ? Health.failing(waiting + " threads wait for a connection")
        : Health.OK;
  }

  /** Runs what was accepted, then closes the file. */
  @Override
  public void close() {
    ThreadPoolExecutor executor = threads;
    if (executor != null) {
      executor.shutdown();
      try {
        if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("{} database tasks were dropped at close", executor.shutdownNow().size());
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
    HikariDataSource open = pool;
    if (open != null) {
      open.close();
    }
  }

  private <T> Answer<T> answer(HandleCallback<T, ?> work) {
    try {
      return new Answer.Done<>(inTransaction(work::withHandle));
    } catch (Exception e) {
      counters.add(Counter.DB_FAILED);
      LOG.error("database work failed", e);
      return new Answer.Failed<>("the database failed");
    }
  }

  private Jdbi running() {
    Jdbi running = jdbi;
    if (running == null) {
      throw new IllegalStateException("the database is not started");
    }
    return running;
  }

  /**
   * An H2 file without server, trace file or shutdown hook of its own, in the dialect that
   * PostgreSQL understands too.
   */
  private String embedded() throws IOException {
    Files.createDirectories(dataDirectory);
    Path file = dataDirectory.toAbsolutePath().normalize().resolve("sallyport");
    if (file.toString().indexOf(';') >= 0) {
      throw new IOException(
          "the data directory's path must not hold a semicolon: " + dataDirectory);
    }
    return "jdbc:h2:file:"
        + file
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;AUTO_SERVER=FALSE;DB_CLOSE_ON_EXIT=FALSE"
        + ";TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=5000";
  }

  private HikariDataSource open(String url) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("db");
    config.setJdbcUrl(url);
    if (settings.url().isEmpty()) {
      config.setUsername("sallyport");
      config.setPassword("");
    }
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(1);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new IOException("the database at " + place() + " cannot be opened: " + cause(e), e);
    }
  }

  private ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            settings.poolSize(),
            settings.poolSize(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queuedTasks()),
            task -> {
              Thread thread = new Thread(task, "db-" + number.getAndIncrement());
              thread.setUncaughtExceptionHandler((t, e) -> LOG.error("a database task failed", e));
              return thread;
            });
    executor.allowCoreThreadTimeOut(false);
    return executor;
  }

  private String place() {
    return settings.url().isEmpty()
        ? dataDirectory.toString()
        : settings.url().replaceAll("[?;].*", "");
  }

  /**
   * What the database said, without its own wrapping; a lock held by another process gets a
   * sentence.
   */
  private static String cause(Throwable e) {
    String said = String.valueOf(e.getMessage());
    for (Throwable at = e; at != null && at.getCause() != at; at = at.getCause()) {
      said = String.valueOf(at.getMessage());
      if (said.contains("already in use") || said.contains("file is locked")) {
        return "its file is locked; another server uses this data directory";
      }
    }
    return said;
  }
}
