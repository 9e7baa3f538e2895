package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.archive.CallSignalling;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Component;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipLadder;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.policy.Address;
import io.sallyport.server.sip.ServerTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the SIP messages of each call into its record, a moment after its end, since the last ones
 * come behind the end. On a thread of its own: no shard waits for it, and where too many calls end
 * at once some go without, which is counted.
 */
public final class Ladders implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Ladders.class);
  private static final int MOST_WAITING = 20_000;

  /** What follows the end of a call comes within this, as a rule. */
  static final Duration LINGER = Duration.ofSeconds(2);

  // immutable
  private final SipTrace trace;
  private final Journal journal;
  private final Counters counters;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Thread thread = new Thread(this::run, "ladders");

  // any thread: bounded; what does not fit is counted and let go
  private final BlockingQueue<Ended> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  // any thread: volatile
  private volatile boolean closing;

  private record Ended(
      SipLadder ladder, String call, String from, String to, Instant at, long dueNanos) {}

  public Ladders(
      SipTrace trace,
      Journal journal,
      Counters counters,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.trace = trace;
    this.journal = journal;
    this.counters = counters;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return "ladders";
  }

  @Override
  public void start() {
    if (trace.keepsLadders()) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Begins to keep the messages of a call that a request asks for. */
  SipLadder begin(ServerTransaction transaction) {
    return trace.begin(transaction.flow().remote(), transaction.request());
  }

  /** A call is over; its messages go on record soon. */
  void ended(SipLadder ladder, String call, String from, String to) {
    if (!trace.keepsLadders()) {
      return;
    }
    long due = nanoTime.getAsLong() + LINGER.toNanos();
    if (!waiting.offer(new Ended(ladder, call, from, to, clock.instant(), due))) {
      counters.add(Counter.LADDERS_DROPPED);
      ladder.drop();
    }
  }

  /** An INVITE was refused before it became a call. */
  public void refused(ServerTransaction transaction, Address from, String to) {
    if (trace.keepsLadders() && transaction.request().is(SipRequest.INVITE)) {
      ended(begin(transaction), "", from.toString(), to);
    }
  }

  /** Writes what waits, without waiting for more to come. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    thread.interrupt();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    for (Ended next = waiting.poll(); next != null; next = waiting.poll()) {
      write(next);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      Ended next = null;
      try {
        next = waiting.take();
        TimeUnit.NANOSECONDS.sleep(next.dueNanos() - nanoTime.getAsLong());
      } catch (InterruptedException e) {
        // what waits is written by who closes
      }
      if (next != null) {
        write(next);
      }
    }
  }

  private void write(Ended ended) {
    try {
      SipLadder.Taken taken = ended.ladder().take();
      List<CallSignalling.Message> messages =
          taken.messages().stream().map(Ladders::message).toList();
      journal.append(
          CallSignalling.of(
              ended.call(),
              ended.at(),
              ended.from(),
              ended.to(),
              taken.dialogs(),
              messages,
              taken.missing()));
    } catch (RuntimeException e) {
      LOG.error("the signalling of call {} did not go on record", ended.call(), e);
    }
  }

  private static CallSignalling.Message message(SipLadder.Message kept) {
    return new CallSignalling.Message(
        kept.at(),
        kept.direction().name().toLowerCase(Locale.ROOT),
        kept.dialog(),
        kept.peer(),
        kept.text());
  }
}
