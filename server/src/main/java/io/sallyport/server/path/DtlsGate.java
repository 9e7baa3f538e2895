package io.sallyport.server.path;

import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.dtls.HelloFragment;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DTLS handshakes on the one port (RFC 5764), on threads of their own. No state and no thread is
 * spent on a source before it has shown by a cookie that it gets what is sent to it (RFC 6347
 * section 4.2.1). ICE has shown that too, but not for this very packet: whoever writes a checked
 * address on a ClientHello would make us answer its owner with a handshake that is not his and
 * spoils his own. So a checked source brings a cookie as well, except where its hello comes in
 * pieces. From other sources pieces are collected only after the first of them has brought one.
 *
 * <p>The gate knows no calls. Who compares the certificate with the fingerprint from SDP decides
 * what keys are worth, and must {@link #confirm} the source or {@link #forget} it.
 */
final class DtlsGate implements AutoCloseable {
  /** More than an Ethernet frame carries, less than makes a flood of them expensive. */
  static final int MAX_DATAGRAM = 2048;

  /** RFC 6347 section 4.2.4: until then the last flight may have to be repeated. */
  static final Duration IDLE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(DtlsGate.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_FLOWS = 20_000;
  private static final int MAX_READS = 4096;
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  // immutable
  private final DtlsHandshake handshakes;
  private final HelloDoor door;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final ThreadPoolExecutor threads;
  private final ThreadPoolExecutor reader;

  // any thread
  private final ConcurrentMap<InetSocketAddress, DtlsFlow> flows = new ConcurrentHashMap<>();
  private final HandshakeBudget budget = new HandshakeBudget();
  private final AtomicLong nextSweep = new AtomicLong();

  /** How the gate sends; called on media loops and on the gate's threads, must not block. */
  interface Reply {
    /** The bytes are not kept. */
    void send(byte[] bytes, int offset, int length, InetSocketAddress target);
  }

  /** What came of handshakes; called on the gate's threads, must only post. */
  interface Listener {
    /**
     * The keys are good if the certificate is the promised one; a later pair replaces an earlier.
     */
    void agreed(InetSocketAddress source, DtlsKeys keys);

    /** No keys; those of an earlier handshake with the same source stay good. */
    void failed(InetSocketAddress source, DtlsHandshake.Failed why);

    /** The peer has ended the association. */
    void closed(InetSocketAddress source);
  }

  /** What became of a datagram; each a counter. */
  enum Taken {
    /** A handshake begins. */
    STARTED,
    /** It went to its source's handshake or association. */
    QUEUED,
    /** A hello was answered with a cookie, and forgotten. */
    COOKIE_SENT,
    /** No hello, from a source without a handshake. */
    UNKNOWN_SOURCE,
    /** A piece of a hello that waits for the others. */
    COLLECTED,
    /** A hello that cannot be read, or a piece of one whose first has brought no cookie. */
    UNREADABLE,
    /** Longer than a datagram of a handshake is. */
    TOO_LONG,
    /** The source sends faster than its handshake reads. */
    QUEUE_FULL,
    /** Its address has begun too many handshakes and not finished them. */
    TOO_OFTEN,
    /** As many handshakes run as may. */
    TOO_MANY,
    /** The peer wants to be the client too. */
    WRONG_ROLE
  }

  /**
   * @param maxHandshakes that may run at a time, each on a thread that ends when idle
   */
  DtlsGate(
      DtlsIdentity identity,
      SecureRandom random,
      int maxHandshakes,
      LongSupplier nanoTime,
      Listener listener) {
    this.handshakes = new DtlsHandshake(identity, random, TIMEOUT, nanoTime);
    this.door = new HelloDoor(random, nanoTime);
    this.nanoTime = nanoTime;
    this.listener = listener;
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "dtls-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.threads =
        new ThreadPoolExecutor(
            0, maxHandshakes, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    this.reader =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_READS), factory);
    this.reader.allowCoreThreadTimeOut(true);
    this.nextSweep.set(nanoTime.getAsLong() + SWEEP_NANOS);
  }

  /**
   * Takes a datagram that looks like DTLS. Called on a media loop; never blocks.
   *
   * @param bytes copied where they are kept
   * @param checked whether ICE has proven the source
   */
  Taken received(
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      boolean checked,
      Reply reply) {
    if (length > MAX_DATAGRAM) {
      return Taken.TOO_LONG;
    }
    DtlsFlow flow = flows.get(source);
    Optional<HelloFragment> hello = HelloFragment.read(bytes, offset, length);
    if (hello.isEmpty()) {
      return flow == null ? Taken.UNKNOWN_SOURCE : give(flow, bytes, offset, length);
    }
    HelloFragment fragment = hello.get();
    if (!fragment.first() && door.collects(source)) {
      return admit(fragment, bytes, offset, length, flow, source, checked, reply);
    }
    if (flow != null && (!fragment.first() || fragment.random() == flow.attempt())) {
      return give(flow, bytes, offset, length);
    }
    if (flow != null && flow.active()) {
      return Taken.WRONG_ROLE;
    }
    if (checked && flow == null && !fragment.whole()) {
      DtlsFlow begun =
          DtlsFlow.passive(source, reply, fragment.random(), false, nanoTime.getAsLong());
      begun.offer(bytes, offset, length, nanoTime.getAsLong());
      return start(begun, null, () -> handshakes.accept(begun));
    }
    return admit(fragment, bytes, offset, length, flow, source, checked, reply);
  }

  private Taken admit(
      HelloFragment fragment,
      byte[] bytes,
      int offset,
      int length,
      DtlsFlow flow,
      InetSocketAddress source,
      boolean checked,
      Reply reply) {
    HelloDoor.Outcome outcome = door.received(fragment, bytes, offset, length, source, reply);
    if (outcome instanceof HelloDoor.Held held) {
      return held.taken();
    }
    HelloDoor.Proven proven = (HelloDoor.Proven) outcome;
    long now = nanoTime.getAsLong();
    if (!checked && !budget.take(source.getAddress(), now)) {
      return Taken.TOO_OFTEN;
    }
    DtlsFlow begun = DtlsFlow.passive(source, reply, proven.fragment().random(), !checked, now);
    return start(begun, flow, () -> handshakes.accept(begun, proven.hello()));
  }

  /** Begins a handshake as {@code setup:active}; one that runs already goes on. */
  Taken connect(InetSocketAddress target, Reply reply) {
    DtlsFlow known = flows.get(target);
    if (known != null && known.active()) {
      return Taken.QUEUED;
    }
    DtlsFlow begun = DtlsFlow.active(target, reply, nanoTime.getAsLong());
    return start(begun, known, () -> handshakes.connect(begun));
  }

  private interface Shake {
    DtlsHandshake.Outcome run() throws InterruptedException;
  }

  private Taken start(DtlsFlow begun, DtlsFlow replaced, Shake shake) {
    InetSocketAddress source = begun.peer();
    boolean placed =
        replaced == null
            ? flows.size() < MAX_FLOWS && flows.putIfAbsent(source, begun) == null
            : flows.replace(source, replaced, begun);
    if (!placed) {
      release(begun);
      return Taken.TOO_MANY;
    }
    if (replaced != null) {
      replaced.close();
    }
    try {
      threads.execute(() -> shake(begun, shake));
    } catch (RejectedExecutionException e) {
      flows.remove(source, begun);
      release(begun);
      return Taken.TOO_MANY;
    }
    sweepWhenDue();
    return Taken.STARTED;
  }

  private void release(DtlsFlow flow) {
    if (flow.budgeted()) {
      budget.done(flow.peer().getAddress());
    }
  }

  private void shake(DtlsFlow flow, Shake shake) {
    boolean agreed = false;
    try {
      DtlsHandshake.Outcome outcome = shake.run();
      if (outcome instanceof DtlsHandshake.Agreed success) {
        agreed = true;
        flow.agreed(success.association());
        if (!flow.closed()) {
          listener.agreed(flow.peer(), success.keys());
          readSoon(flow);
        }
      } else if (flows.remove(flow.peer(), flow) && !flow.closed()) {
        listener.failed(flow.peer(), (DtlsHandshake.Failed) outcome);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a DTLS handshake ended in an error of ours", e);
    } finally {
      if (!agreed) {
        flows.remove(flow.peer(), flow);
      }
      release(flow);
    }
  }

  private Taken give(DtlsFlow flow, byte[] bytes, int offset, int length) {
    if (!flow.offer(bytes, offset, length, nanoTime.getAsLong())) {
      return Taken.QUEUE_FULL;
    }
    readSoon(flow);
    return Taken.QUEUED;
  }

  /** While the handshake lasts its own thread reads. */
  private void readSoon(DtlsFlow flow) {
    if (!flow.hasUnread() || !flow.mayRead()) {
      return;
    }
    try {
      reader.execute(() -> read(flow));
    } catch (RejectedExecutionException e) {
      // what lies there is read when the peer repeats it
      flow.read();
    }
  }

  private void read(DtlsFlow flow) {
    boolean open = true;
    try {
      open = flow.association().read();
    } catch (RuntimeException e) {
      open = false;
      LOG.error("reading a DTLS association ended in an error of ours", e);
    } finally {
      flow.read();
    }
    if (open) {
      readSoon(flow);
    } else if (flows.remove(flow.peer(), flow) && !flow.closed()) {
      listener.closed(flow.peer());
    }
  }

  /** The certificate was the promised one: the handshake does not count against its address. */
  void confirm(InetSocketAddress source) {
    DtlsFlow flow = flows.get(source);
    if (flow != null && flow.budgeted()) {
      budget.giveBack(source.getAddress());
    }
  }

  /** The path needs nothing of that source any more: its handshake ends, its association too. */
  void forget(InetSocketAddress source) {
    DtlsFlow flow = flows.remove(source);
    if (flow != null) {
      end(flow);
    }
  }

  private void end(DtlsFlow flow) {
    flow.close();
    if (flow.mayRead()) {
      try {
        reader.execute(flow.association()::close);
      } catch (RejectedExecutionException e) {
        // a peer that misses it has the signalling
        flow.read();
      }
    }
  }

  private void sweepWhenDue() {
    long due = nextSweep.get();
    long now = nanoTime.getAsLong();
    if (now - due < 0 || !nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
      return;
    }
    try {
      reader.execute(this::sweep);
    } catch (RejectedExecutionException e) {
      // the next time
      nextSweep.set(now);
    }
  }

  /** Lets go of associations that have been idle for {@link #IDLE}; the peer is not told. */
  void sweep() {
    long now = nanoTime.getAsLong();
    flows
        .values()
        .removeIf(
            flow -> {
              boolean idle = flow.idle(now, IDLE.toNanos());
              if (idle) {
                flow.close();
              }
              return idle;
            });
  }

  /** Sources with a handshake or an association. */
  int flows() {
    return flows.size();
  }

  /** Sources whose hello is not whole yet. */
  int assembling() {
    return door.assembling();
  }

  /** Handshakes that run now. */
  int running() {
    return threads.getActiveCount();
  }

  @Override
  public void close() {
    flows.values().forEach(DtlsFlow::close);
    flows.clear();
    threads.shutdownNow();
    reader.shutdownNow();
  }
}
