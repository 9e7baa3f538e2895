package io.sallyport.server.api;

import io.sallyport.server.base.Component;
import io.sallyport.server.login.Role.Permission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told to readers while it happens, as server-sent events. Whoever publishes never waits:
 * the record goes into a bounded queue and one thread hands it to the readers. A reader that is too
 * slow, and every reader where the queue overflows, is told to read anew what it shows.
 */
public final class Events implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int MOST_QUEUED = 10_000;
  private static final int MOST_STREAMS = 4_000;
  private static final int MOST_OF_ONE = 16;

  /** Shorter than any idle timeout on the way. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** What can be followed, and what it takes to follow it. */
  public enum Topic {
    /** One's own calls. */
    CALLS(Permission.PHONE),
    /** Chat lines from and to oneself. */
    CHAT(Permission.PHONE),
    /** Who is on line. */
    PRESENCE(Permission.PHONE),
    /** Calls that run, for whoever watches over the server. */
    LIVE(Permission.READ_STATE),
    ALARMS(Permission.READ_STATE),
    STATUS(Permission.READ_STATE),
    /** Lines of the log. */
    LOGS(Permission.READ_STATE),
    SELF_TEST(Permission.READ_STATE),
    BACKUPS(Permission.READ_STATE),
    /** Chat lines wait for somebody to decide about them. */
    HELD(Permission.READ_CONTENT),
    APPROVALS(Permission.READ_CONTENT),
    EXPORTS(Permission.READ_CONTENT),
    VERIFICATION(Permission.READ_TRAIL);

    // immutable
    private final Permission permission;

    Topic(Permission permission) {
      this.permission = permission;
    }

    Permission permission() {
      return permission;
    }
  }

  /**
   * Whom it is for, of those who follow the topic.
   *
   * @param users canonical names; not looked at where it is for everybody
   */
  public record Audience(boolean everybody, Set<String> users) {
    public Audience {
      users = Set.copyOf(users);
    }

    public static Audience all() {
      return new Audience(true, Set.of());
    }

    public static Audience of(String... users) {
      return new Audience(false, Set.of(users));
    }

    boolean has(String user) {
      return everybody || users.contains(user);
    }
  }

  private record Item(Topic topic, Audience audience, Object record) {}

  // immutable
  private final InstantSource clock;
  private final Json json = new Json();

  // any thread
  private final ConcurrentLinkedQueue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicBoolean overflowed = new AtomicBoolean();
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private volatile Thread thread;

  public Events(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "events");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /**
   * Tells readers. Takes no lock and writes to nobody, so that loops may call it.
   *
   * @param record becomes JSON, on another thread; immutable, with nothing that its readers may not
   *     see
   */
  public void publish(Topic topic, Audience audience, Object record) {
    if (streams.isEmpty()) {
      return;
    }
    if (queued.incrementAndGet() > MOST_QUEUED) {
      queued.decrementAndGet();
      overflowed.set(true);
    } else {
      queue.add(new Item(topic, audience, record));
    }
    LockSupport.unpark(thread);
  }

  /** Whether anybody follows anything: whoever would have to work for a record may ask first. */
  public boolean followed() {
    return !streams.isEmpty();
  }

  /** Lets somebody follow; false where too many do. */
  synchronized boolean add(EventStream stream) {
    long own = streams.stream().filter(s -> s.user().equals(stream.user())).count();
    if (closed || own >= MOST_OF_ONE || streams.size() >= MOST_STREAMS) {
      return false;
    }
    streams.add(stream);
    return true;
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  @Override
  public void drain() {
    end();
  }

  @Override
  public void close() {
    end();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(5).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void end() {
    closed = true;
    streams.forEach(EventStream::end);
    streams.clear();
    LockSupport.unpark(thread);
  }

  private void run() {
    Instant beat = clock.instant().plus(HEARTBEAT);
    while (!closed) {
      try {
        Optional.ofNullable(queue.poll()).ifPresentOrElse(this::hand, this::pause);
        if (overflowed.getAndSet(false)) {
          streams.forEach(EventStream::reload);
        }
        if (!clock.instant().isBefore(beat)) {
          beat = clock.instant().plus(HEARTBEAT);
          streams.forEach(EventStream::beat);
        }
      } catch (RuntimeException e) {
        LOG.error("an event could not be told", e);
      }
    }
  }

  private void pause() {
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
  }

  private void hand(Item item) {
    queued.decrementAndGet();
    byte[] event = null;
    for (EventStream stream : streams) {
      if (stream.follows(item.topic()) && item.audience().has(stream.user())) {
        event = event == null ? written(item) : event;
        stream.offer(event);
      }
    }
  }

  private byte[] written(Item item) {
    // JSON has no line break in it
    String data = new String(json.write(item.record()), StandardCharsets.UTF_8);
    return ("event: " + PlainTypes.word(item.topic()) + "\ndata: " + data + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
