package io.sallyport.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one call to the callback thread. Any thread may fire; the order is that of
 * firing.
 */
final class CallEvents {
  private static final Logger LOG = LoggerFactory.getLogger(CallEvents.class);

  // immutable
  private final Executor callbacks;
  final CompletableFuture<Void> rung = new CompletableFuture<>();
  final CompletableFuture<Void> early = new CompletableFuture<>();
  final CompletableFuture<Void> answered = new CompletableFuture<>();
  final CompletableFuture<CallEnd> ended = new CompletableFuture<>();

  // any thread
  private final List<CallListener> listeners = new CopyOnWriteArrayList<>();

  CallEvents(Executor callbacks) {
    this.callbacks = callbacks;
  }

  void add(CallListener listener) {
    listeners.add(listener);
  }

  void ringing() {
    fire(CallListener::ringing);
    complete(rung, null);
  }

  void earlyMedia() {
    fire(CallListener::earlyMedia);
    complete(early, null);
  }

  void answered() {
    fire(CallListener::answered);
    complete(answered, null);
  }

  void ended(CallEnd end) {
    fire(listener -> listener.ended(end));
    callbacks.execute(
        () -> {
          SipFailure over = new SipFailure(end.status(), end.reason());
          rung.completeExceptionally(over);
          early.completeExceptionally(over);
          answered.completeExceptionally(over);
          ended.complete(end);
        });
  }

  void fire(Consumer<CallListener> event) {
    callbacks.execute(
        () -> {
          for (CallListener listener : listeners) {
            try {
              event.accept(listener);
            } catch (RuntimeException e) {
              LOG.error("a call listener threw", e);
            }
          }
        });
  }

  /** Completes a future on the callback thread. */
  <T> void complete(CompletableFuture<T> future, T value) {
    callbacks.execute(() -> future.complete(value));
  }

  void fail(CompletableFuture<?> future, int status, String reason) {
    callbacks.execute(() -> future.completeExceptionally(new SipFailure(status, reason)));
  }
}
