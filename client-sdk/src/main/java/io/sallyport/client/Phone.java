package io.sallyport.client;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A SIP phone (RFC 3261) with one user, one server and one connection to it.
 *
 * <p>Everything is asynchronous and any thread may call anything. The phone has two threads of its
 * own: a <em>loop</em> for network, timers and audio, and one <em>callback thread</em> on which
 * every listener is called and every future is completed, in order. A callback may block: the phone
 * goes on, only later callbacks wait. So never wait in a callback for what a later callback brings.
 *
 * <p>Audio sources and sinks are the exception: they are called on the loop and must not block.
 */
public final class Phone implements AutoCloseable {
  // immutable
  private final PhoneThreads threads;
  private final boolean ownsThreads;
  private final PhoneCore core;

  Phone(PhoneSettings settings, Optional<PhoneThreads> shared) {
    threads = shared.orElseGet(() -> PhoneThreads.start(1));
    ownsThreads = shared.isEmpty();
    core = new PhoneCore(settings, threads);
  }

  public static PhoneBuilder builder() {
    return new PhoneBuilder();
  }

  /**
   * Connects. Not needed before other methods, which connect by themselves. Completes with this
   * end's address.
   */
  public CompletableFuture<InetSocketAddress> connect() {
    CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
    post(
        done,
        () ->
            core.withLink(
                () -> {
                  if (core.isConnected()) {
                    core.complete(done, core.layer().link().localAddress());
                  } else {
                    core.fail(done, 503, "no connection to the server");
                  }
                }));
    return done;
  }

  /**
   * Registers this device, so that calls and messages come. Kept up from then on: refreshed, and
   * made again after a lost connection.
   */
  public CompletableFuture<Registration> register() {
    CompletableFuture<Registration> done = new CompletableFuture<>();
    post(done, () -> core.registration().register(done));
    return done;
  }

  /** Takes this device's registration back. */
  public CompletableFuture<Void> unregister() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(done, () -> core.registration().unregister(done));
    return done;
  }

  /** Who is told of every change of the registration; one, the last given. */
  public void onRegistration(Consumer<Registration> listener) {
    core.registrations = listener;
  }

  /**
   * Calls somebody.
   *
   * @param to {@code bob}, {@code bob@example.org} or a SIP URI
   */
  public OutgoingCall call(String to, MediaPlan plan) {
    return call(to, plan, new CallListener() {});
  }

  /** Calls somebody; the listener hears every event from the first on. */
  public OutgoingCall call(String to, MediaPlan plan, CallListener listener) {
    return core.call(to, plan, listener);
  }

  /** Who takes incoming calls; one, the last given. Without anybody they are answered 480. */
  public void onIncoming(Consumer<IncomingCall> taker) {
    core.incoming = taker;
  }

  /**
   * Sends a line of text (RFC 3428). Completes with the server's final word, whatever it is; fails
   * where there is none.
   */
  public CompletableFuture<MessageOutcome> message(String to, String text) {
    return message(to, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public CompletableFuture<MessageOutcome> message(String to, String contentType, byte[] body) {
    return send("MESSAGE", to, List.of(), contentType, body)
        .thenApply(
            response -> new MessageOutcome(response.status(), Authenticated.words(response)));
  }

  /** Who takes messages; one, the last given. They have been answered 200 already. */
  public void onMessage(Consumer<ReceivedMessage> taker) {
    core.messages = taker;
  }

  /**
   * Sends any request outside of calls, with credentials where asked. Completes with the final
   * response.
   *
   * @param contentType empty for a request without a body
   */
  public CompletableFuture<SipResponse> send(
      String method, String to, List<Header> headers, String contentType, byte[] body) {
    CompletableFuture<SipResponse> done = new CompletableFuture<>();
    post(
        done,
        () ->
            core.request(
                method,
                to,
                request -> {
                  headers.forEach(request::add);
                  if (!contentType.isEmpty()) {
                    request.body(contentType, body);
                  }
                },
                done));
    return done;
  }

  /** Requests sent, without repetitions. */
  public long requestsSent() {
    return core.layer().requestsSent.get();
  }

  /** Messages that had to be sent again because no answer came in time. */
  public long retransmissions() {
    return core.layer().repeated.get();
  }

  /**
   * Closes the connection without a word, as a device does that loses its network; the registration
   * is tried again.
   */
  public void dropConnection() {
    post(new CompletableFuture<>(), () -> core.layer().drop());
  }

  /** Ends without a word: no BYE, nothing unregistered. */
  public void vanish() {
    shutDown(false);
  }

  /** Hangs up and ends; does not unregister. Returns when the sockets are closed. */
  @Override
  public void close() {
    shutDown(true);
  }

  /** Runs the task on the loop; a phone that is closed fails the future instead. */
  private void post(CompletableFuture<?> done, Runnable task) {
    try {
      core.loop().execute(task);
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(new SipFailure(503, "the phone is closed"));
    }
  }

  private void shutDown(boolean politely) {
    if (!core.loop().isShuttingDown()) {
      core.loop().submit(() -> core.close(politely)).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
    if (ownsThreads) {
      threads.stop();
    }
  }
}
