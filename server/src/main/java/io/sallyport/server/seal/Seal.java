package io.sallyport.server.seal;

import io.sallyport.server.base.Component;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seal on the journal: takes the hash of each durable record, and at least every minute signs
 * what all of them together are. Started before and closed after the archive, which it never makes
 * wait: what it cannot take at once it reads back from the journal.
 */
public final class Seal implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Seal.class);
  private static final int MOST_PENDING = (1 << 20) * TreeHash.LENGTH;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  // a checkpoint costs some fsyncs on the disk that the journal is waiting for
  private static final long GENTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // immutable
  private final Path journal;
  private final SealSettings settings;
  private final Counters counters;
  private final SealKeys keys;
  private final Sealer sealer;
  private final Outside outside;
  private final String origin;
  private final Thread thread = new Thread(this::run, "seal");

  // any thread: under lock
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] pending = new byte[1_024 * TreeHash.LENGTH];
  private int pendingLength;
  private long durable;
  private boolean behind;
  private boolean wanted;
  private boolean closing;

  // any thread: volatile
  private volatile String still;
  private volatile String failing;
  private volatile CheckpointLog.Entry newest;

  // owned by: the thread that starts and closes
  private Leaves leaves;

  // owned by: seal
  private long lastCheckpoint;
  private boolean restored;

  /**
   * The seal of one journal.
   *
   * @param journal where the journal's files are
   * @param keyDirectory where the key files are; private to the server's account
   * @param owner names who signs, such as {@code example.org/n1}; fixed by the first start
   */
  public Seal(
      Path journal,
      Path keyDirectory,
      String owner,
      SealSettings settings,
      KeyProtection protection,
      InstantSource clock,
      Counters counters) {
    this(journal, keyDirectory, owner, settings, protection, clock, counters, new SealFiles());
  }

  Seal(
      Path journal,
      Path keyDirectory,
      String owner,
      SealSettings settings,
      KeyProtection protection,
      InstantSource clock,
      Counters counters,
      SealFiles files) {
    this.journal = journal;
    this.settings = settings;
    this.counters = counters;
    this.keys = new SealKeys(keyDirectory, protection, files);
    this.sealer = new Sealer(journal, keys, files, clock);
    this.outside = new Outside(settings.outside(), counters);
    this.origin = owner + "/" + randomId();
  }

  @Override
  public String name() {
    return "seal";
  }

  /** Reads the keys; a new log gets its first checkpoint before its first record. */
  @Override
  public void start() throws IOException {
    Files.createDirectories(journal);
    keys.open(origin);
    outside.open();
    try {
      sealer.open();
      newest = sealer.newest();
    } catch (Fault e) {
      standStill(e);
    }
  }

  /**
   * The journal stands at this record and begins to be written.
   *
   * @param last sequence of the last durable record
   */
  public void resume(long last, Leaves from) {
    leaves = from;
    lock.lock();
    try {
      durable = last;
      behind = true;
    } finally {
      lock.unlock();
    }
    if (still == null) {
      outside.push(newest.note().encode());
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * These records are durable. Never blocks: called on the archive thread.
   *
   * @param first sequence of the first of them
   * @param hashes their leaf hashes, 32 bytes each
   */
  public void append(long first, byte[] hashes) {
    lock.lock();
    try {
      boolean fits = pendingLength + hashes.length <= MOST_PENDING;
      if (first != durable + 1 || !fits) {
        behind = true;
      }
      durable = first + hashes.length / TreeHash.LENGTH - 1;
      if (behind) {
        pendingLength = 0;
        return;
      }
      if (pendingLength + hashes.length > pending.length) {
        int enough = Math.max(2 * pending.length, pendingLength + hashes.length);
        pending = Arrays.copyOf(pending, enough);
      }
      System.arraycopy(hashes, 0, pending, pendingLength, hashes.length);
      pendingLength += hashes.length;
      if (pendingLength >= settings.records() * TreeHash.LENGTH) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has a checkpoint made over all that is durable now, and returns it; empty in vain. Blocks. */
  public Optional<String> sealNow(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      long target = durable;
      long before = newest == null ? 0 : newest.checkpoint().number();
      wanted = true;
      changed.signalAll();
      while (still == null && thread.isAlive()) {
        CheckpointLog.Entry now = newest;
        if (now.checkpoint().size() >= target && now.checkpoint().number() > before) {
          return Optional.of(now.note().encode());
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  /**
   * Signs a text with the log's key (C2SP signed-note).
   *
   * @param text lines, the last with its end
   * @return the note: the text, an empty line, the signature
   */
  public String sign(String text) {
    return Note.sign(text, List.of(keys.log())).encode();
  }

  /** Records under the newest checkpoint. */
  public long sealed() {
    return newest == null ? 0 : newest.checkpoint().size();
  }

  /** What has become of the checkpoints at each place outside; empty where none is set. */
  public List<Delivery> deliveries() {
    return outside.deliveries();
  }

  @Override
  public Health check() {
    if (still != null) {
      return Health.failing("nothing is sealed any more: " + still);
    }
    if (failing != null) {
      return Health.failing("no checkpoint can be made: " + failing);
    }
    CheckpointLog.Entry last = newest;
    String made =
        last == null
            ? "no checkpoint yet"
            : "checkpoint %d, record %d"
                .formatted(last.checkpoint().number(), last.checkpoint().size());
    Health places = outside.check();
    return new Health(
        places.ok(), places.detail().isEmpty() ? made : made + "; " + places.detail());
  }

  /** Makes a last checkpoint and gives the places outside a moment to take it. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive()) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outside.close();
  }

  private void run() {
    boolean last = false;
    while (still == null && !last) {
      try {
        last = await();
        turn(last);
        failing = null;
      } catch (Fault e) {
        standStill(e);
      } catch (IOException e) {
        fail(e.getMessage());
        last = last && giveUp();
      } catch (InterruptedException e) {
        LOG.error("the seal's thread was interrupted", e);
      } catch (RuntimeException | Error e) {
        LOG.error("a turn of the seal's thread failed", e);
        standStill(new Fault(e.toString()));
      }
    }
  }

  private void turn(boolean last) throws IOException, Fault {
    if (!restored) {
      sealer.restore(leaves);
      restored = true;
    }
    asked();
    absorb();
    if (last && sealer.size() == sealed()) {
      return;
    }
    outside.push(sealer.checkpoint().encode());
    counters.add(Counter.SEAL_CHECKPOINTS);
    lastCheckpoint = System.nanoTime();
    lock.lock();
    try {
      newest = sealer.newest();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is asked for from here on may be about records that this turn does not take any more. */
  private void asked() {
    lock.lock();
    try {
      wanted = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a checkpoint is due; returns whether it is the last one. */
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      for (long left = untilDue(); !closing && left > 0; left = untilDue()) {
        changed.awaitNanos(left);
      }
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private long untilDue() {
    if (failing != null) {
      return lastCheckpoint + RETRY_NANOS - System.nanoTime();
    }
    if (!restored || wanted) {
      return 0;
    }
    boolean many = behind || pendingLength >= settings.records() * TreeHash.LENGTH;
    long pause = many ? GENTLE_NANOS : settings.interval().toNanos();
    return lastCheckpoint + Math.min(pause, settings.interval().toNanos()) - System.nanoTime();
  }

  /** Takes what has come; where some of it did not fit, from the journal. */
  private void absorb() throws IOException, Fault {
    while (true) {
      byte[] hashes = null;
      int length;
      long target;
      lock.lock();
      try {
        target = durable;
        length = pendingLength;
        behind |= target - length / TreeHash.LENGTH != sealer.size();
        if (!behind) {
          hashes = pending;
          pending = new byte[Math.max(1_024 * TreeHash.LENGTH, Math.min(length, 1 << 18))];
        }
        pendingLength = 0;
      } finally {
        lock.unlock();
      }
      if (hashes != null) {
        sealer.append(hashes, length);
        return;
      }
      sealer.catchUp(leaves, target);
      if (caughtUp(target)) {
        return;
      }
    }
  }

  private boolean caughtUp(long target) {
    lock.lock();
    try {
      behind = durable != target;
      return !behind;
    } finally {
      lock.unlock();
    }
  }

  private void fail(String why) {
    if (failing == null) {
      LOG.warn("no checkpoint can be made: {}", why);
    }
    failing = String.valueOf(why);
    lastCheckpoint = System.nanoTime();
  }

  /** What was not sealed at the end is sealed by the next start. */
  private boolean giveUp() {
    LOG.warn("the last records are not under a checkpoint: {}", failing);
    return true;
  }

  private void standStill(Fault why) {
    LOG.error("nothing is sealed any more: {}", why.getMessage());
    still = why.getMessage();
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static String randomId() {
    byte[] id = new byte[8];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
