package io.sallyport.server.search;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search index: a view of the journal that can be deleted at any time. One thread reads the
 * journal on behind the archive's back, so that an index that is built again and one that was kept
 * up to date are made by the same steps, and the archive never waits for it.
 */
public final class RecordIndex implements Component {
  /** What is said where nothing can be searched yet. */
  public static final String NOT_OPEN = "the search index is not open; try again in a moment";

  private static final Logger LOG = LoggerFactory.getLogger(RecordIndex.class);
  private static final long PAUSE_MILLIS = 250;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 5_000;
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  // immutable
  private final Path directory;
  private final Secret key;
  private final SearchSettings settings;
  private final Archive archive;
  private final TextAnalysis analysis = new TextAnalysis();
  private final Asking asking;
  private final Thread thread = new Thread(this::run, "search");

  // owned by: search
  private Shelf shelf;
  private Feed feed;
  private Mark committed;
  private long lastCommit;
  private long lastRefresh;

  // any thread: guarded by this
  private boolean closing;
  private boolean again;
  private boolean woken;
  private Shelf readable;
  private long reached;
  private long indexed;
  private String failing = "the search index is being opened";

  /**
   * An index of what an archive holds.
   *
   * @param directory of the index and nothing else
   * @param key 32 bytes under which its files are encrypted
   */
  public RecordIndex(Path directory, Secret key, SearchSettings settings, Archive archive) {
    this.directory = directory;
    this.key = key;
    this.settings = settings;
    this.archive = archive;
    this.asking = new Asking(analysis, settings.budget());
  }

  /** How far the index has come. */
  public record Status(long reached, long durable, Optional<String> failing) {}

  @Override
  public String name() {
    return "search";
  }

  /** Opens the index in the background: a server takes calls before the past can be searched. */
  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Where the index stands. Never blocks. */
  public synchronized Status status() {
    return new Status(indexed, archive.durable(), Optional.ofNullable(failing));
  }

  @Override
  public Health check() {
    Status now = status();
    if (now.failing().isPresent()) {
      return Health.failing(now.failing().get());
    }
    long behind = now.durable() - now.reached();
    return new Health(true, behind <= 0 ? "record " + now.reached() : behind + " records behind");
  }

  /** Answers a question from what is indexed now. Blocks for the budget at most. */
  public Answer search(Search search) throws IOException {
    Optional<Look> look = look();
    if (look.isEmpty()) {
      return new Answer.Rejected(NOT_OPEN);
    }
    try (Look taken = look.get()) {
      return taken.page(search);
    }
  }

  /** What is indexed now, held still for who reads many pages of it; empty where it is not open. */
  public Optional<Look> look() throws IOException {
    synchronized (this) {
      return readable == null ? Optional.empty() : Optional.of(new Look(readable.take(), reached));
    }
  }

  /**
   * Waits until all that was durable before the call can be found. Blocks.
   *
   * @return whether that is so, or the time was over
   */
  public boolean catchUp(Duration atMost) {
    return await(archive.durable(), atMost);
  }

  /** Throws the index away and has it built again; {@link #status()} tells how far it is. */
  public synchronized void reindex() {
    again = true;
    indexed = 0;
    reached = 0;
    wake();
  }

  /** Commits what is indexed and closes the files. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      wake();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean await(long target, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    wake();
    try {
      while (!has(target) && !closing) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return has(target);
  }

  private synchronized boolean has(long target) {
    return readable != null && !again && reached >= target;
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void run() {
    while (!isClosing()) {
      try {
        open();
        work();
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
      closeShelf();
    }
  }

  private void work() throws IOException {
    while (!isClosing()) {
      if (takeAgain()) {
        shelf.empty();
        begin(Mark.beginOf(archive.log()));
      }
      boolean more = feed.step();
      if (!more) {
        feed.forgetPurged();
      }
      progress(more);
      if (!more) {
        pause(PAUSE_MILLIS);
      }
    }
    shelf.commit(feed.mark());
  }

  private void open() throws IOException {
    shelf = Shelf.open(directory, key, settings, analysis);
    Mark mark =
        shelf
            .mark()
            .filter(m -> m.log().equals(archive.log()) && m.sequence() <= archive.durable())
            .orElse(null);
    if (mark == null) {
      shelf.empty();
      mark = Mark.beginOf(archive.log());
    }
    begin(mark);
    synchronized (this) {
      readable = shelf;
      failing = null;
      notifyAll();
    }
  }

  private void begin(Mark mark) throws IOException {
    feed = new Feed(archive, shelf, mark);
    committed = mark;
    lastCommit = System.nanoTime();
    shelf.refresh();
    if (mark.sequence() + 1 < archive.durable()) {
      LOG.info("search index stands at record {} of {}", mark.sequence(), archive.durable());
    }
    seen(mark.sequence());
  }

  /** Lets readers see what was indexed: at once where nothing is left to do, else now and then. */
  private void progress(boolean more) throws IOException {
    long now = System.nanoTime();
    synchronized (this) {
      indexed = again ? 0 : feed.mark().sequence();
    }
    if (!more || now - lastRefresh > REFRESH_NANOS) {
      shelf.refresh();
      lastRefresh = now;
      seen(feed.mark().sequence());
    }
    if (now - lastCommit > COMMIT_NANOS && feed.mark().sequence() > committed.sequence()) {
      shelf.commit(feed.mark());
      committed = feed.mark();
      lastCommit = now;
    }
  }

  private synchronized void seen(long sequence) {
    if (!again) {
      reached = sequence;
      indexed = sequence;
      notifyAll();
    }
  }

  private synchronized boolean takeAgain() {
    boolean taken = again;
    again = false;
    return taken;
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private void failed(Exception e) {
    LOG.warn("the search index stays behind the journal: {}", e.toString());
    synchronized (this) {
      failing = "the search index stays behind the journal: " + e.getMessage();
    }
    closeShelf();
    pause(PAUSE_AFTER_FAILURE_MILLIS);
  }

  private void closeShelf() {
    if (shelf != null) {
      synchronized (this) {
        readable = null;
      }
      shelf.close();
      shelf = null;
    }
  }

  private synchronized void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (!woken && !closing && !again) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          break;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread: the files would close under it
      LOG.warn("the indexing thread was interrupted");
    }
    woken = false;
  }

  /** One look at the index. Give it back by closing it. */
  public final class Look implements AutoCloseable {
    // immutable
    private final DirectoryReader reader;
    private final long upTo;

    private Look(DirectoryReader reader, long upTo) {
      this.reader = reader;
      this.upTo = upTo;
    }

    /** Answers from this look. Blocks for the budget at most. */
    public Answer page(Search search) throws IOException {
      return asking.answer(search, reader, upTo, Math.max(0, archive.durable() - upTo));
    }

    /**
     * Counts by day and by who talked to whom; empty where that takes longer than the budget.
     *
     * @param zone of the days
     */
    public Optional<Survey> survey(Search search, ZoneId zone) throws IOException {
      return asking.survey(search, zone, reader);
    }

    /** How many hits the question has in all. */
    public long count(Search search) throws IOException {
      return asking.count(search, reader);
    }

    @Override
    public void close() {
      try {
        reader.decRef();
      } catch (IOException e) {
        LOG.warn("a look at the search index was not given back: {}", e.toString());
      }
    }
  }
}
