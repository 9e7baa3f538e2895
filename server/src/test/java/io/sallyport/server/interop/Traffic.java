package io.sallyport.server.interop;

import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Four users that chat and call without a pause, and a ledger of everything that the server has
 * acknowledged to them.
 */
final class Traffic implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LINES_IN_FLIGHT = 4;

  private final Phone writer;
  private final Phone reader;
  private final Phone caller;
  private final Phone callee;
  private final Account reads;
  private final Account answers;
  private final String round;
  private final Duration talk;

  // any thread: callbacks of the phones
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean stopped;

  /** The ledger, kept over all rounds. */
  record Ledger(Set<String> lines, Set<String> calls) {
    Ledger() {
      this(new ConcurrentSkipListSet<>(), new ConcurrentSkipListSet<>());
    }
  }

  private final Ledger ledger;

  Traffic(Target target, Account[] users, String round, Ledger ledger) {
    this(target, users, round, ledger, Duration.ZERO);
  }

  /**
   * The same with calls in which both sides are heard for a while.
   *
   * @param talk how long; zero for calls without a sound
   */
  Traffic(Target target, Account[] users, String round, Ledger ledger, Duration talk) {
    this.round = round;
    this.talk = talk;
    this.ledger = ledger;
    reads = users[1];
    answers = users[3];
    writer = phone(target, users[0]);
    reader = phone(target, users[1]);
    caller = phone(target, users[2]);
    callee = phone(target, users[3]);
    callee.onIncoming(this::answer);
    registered(writer);
    registered(reader);
    registered(caller);
    registered(callee);
  }

  /** Begins; goes on until it is closed or the server is gone. */
  void begin() {
    for (int i = 0; i < LINES_IN_FLIGHT; i++) {
      nextLine();
    }
    nextCall();
  }

  private void nextLine() {
    String line = "line-" + round + "-" + numbers.incrementAndGet() + ".";
    writer
        .message(reads.uri(), line)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null && (outcome.delivered() || outcome.kept())) {
                ledger.lines().add(line);
              }
              if (!stopped && failure == null) {
                nextLine();
              }
            });
  }

  private void nextCall() {
    OutgoingCall call = caller.call(answers.uri(), plan(440));
    call.answered()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                ledger.calls().add(call.callId());
                CompletableFuture.delayedExecutor(talk.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(call::hangUp);
              }
            });
    call.ended()
        .thenAccept(
            end -> {
              if (!stopped) {
                nextCall();
              }
            });
  }

  private MediaPlan plan(double hertz) {
    return talk.isZero() ? MediaPlan.silent() : MediaPlan.tone(hertz);
  }

  private void answer(IncomingCall call) {
    // A call that its caller has given up meanwhile cannot be answered, and need not.
    call.answer(plan(700)).exceptionally(failure -> null);
  }

  private static Phone phone(Target target, Account account) {
    try {
      return Phone.builder()
          .user(account.user())
          .password(account.password())
          .domain(account.domain())
          .server(target.name(), target.tlsPort())
          .trust(target.authority())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void registered(Phone phone) {
    try {
      phone.register().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a phone does not register: " + e, e);
    }
  }

  /** No more is begun. */
  void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    stop();
    writer.vanish();
    reader.vanish();
    caller.vanish();
    callee.vanish();
  }
}
