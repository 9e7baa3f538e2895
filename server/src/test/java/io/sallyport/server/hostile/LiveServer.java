package io.sallyport.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Transport;
import io.sallyport.server.base.Component.Health;
import io.sallyport.server.boot.EphemeralServer;
import io.sallyport.server.boot.Server;
import io.sallyport.server.boot.Settings;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A whole server on ephemeral ports with plain SIP open to the loopback networks, and two honest
 * phones that tell whether it still serves.
 */
final class LiveServer implements AutoCloseable {
  static final String DOMAIN = "sallyport.localhost";

  /** What other tests are about is not to end by a block of its source. */
  private static final String UNGUARDED = "guard:\n  allow-networks: [127.0.0.0/8]\n";

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Server server;
  private final SSLContext trusting;
  private final List<Thread> threads;

  // owned by: the test's thread; made by the first call
  private Phone alice;
  private Phone bob;
  private final LinkedBlockingQueue<IncomingCall> incoming = new LinkedBlockingQueue<>();

  private LiveServer(Server server) throws Exception {
    this.server = server;
    this.trusting = EphemeralServer.trusting(server);
    this.threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().matches("(shard|edge|media|journal|archive|projector).*"))
            .toList();
    assertThat(threads).isNotEmpty();
  }

  static LiveServer start(Path data) throws Exception {
    return start(data, "");
  }

  /** A server with more lines in the section {@code edge.limits}, each indented by four spaces. */
  static LiveServer start(Path data, String limits) throws Exception {
    return start(data, limits, UNGUARDED);
  }

  /**
   * @param guard lines of the section {@code guard}, with its name
   */
  static LiveServer start(Path data, String limits, String guard) throws Exception {
    String yaml =
        (EphemeralServer.yaml() + guard)
            .replace(
                "edge:\n",
                "shards: 1\nedge:\n  plain-sip-networks: [127.0.0.0/8]\n  plain-sip-port: 0\n"
                    + "  limits:\n    connections-per-address: 5000\n"
                    + limits);
    return new LiveServer(Server.start(Settings.of(yaml), data));
  }

  Server server() {
    return server;
  }

  InetSocketAddress address(Listening.Kind kind) {
    return server.address(kind).orElseThrow();
  }

  SSLContext trusting() {
    return trusting;
  }

  Path authority() {
    return server.authorityFile().orElseThrow();
  }

  String password(String user) {
    return server.firstPasswords().get(user).revealText();
  }

  long count(Counter counter) {
    return server.counters().get(counter);
  }

  /** A phone over TLS that is not registered yet. */
  Phone phone(String user) throws IOException {
    return Phone.builder()
        .user(user)
        .password(password(user))
        .domain(DOMAIN)
        .server("127.0.0.1", address(Listening.Kind.SIPS).getPort())
        .tlsName("localhost")
        .transport(Transport.TLS)
        .trust(authority())
        .build();
  }

  /**
   * Two phones, registered once and from then on kept, call each other; every component is well and
   * every thread of the start still lives.
   */
  void stillServes() throws Exception {
    if (alice == null) {
      alice = phone("alice");
      bob = phone("bob");
      bob.onIncoming(incoming::add);
      get(alice.register());
      get(bob.register());
    }
    OutgoingCall call = alice.call("bob", MediaPlan.silent());
    // calls of attackers who logged in may have rung before and are over
    CompletableFuture<Void> answered = call.answered();
    while (!answered.isDone()) {
      IncomingCall rings = incoming.poll(50, TimeUnit.MILLISECONDS);
      if (rings != null) {
        rings.answer(MediaPlan.silent());
      }
    }
    get(answered);
    get(call.hangUp());
    assertThat(server.health().values()).allMatch(Health::ok);
    assertThat(threads).allMatch(Thread::isAlive);
  }

  /** How much of the heap is in use once garbage is gone. */
  static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  static void until(java.util.concurrent.Callable<Boolean> condition) {
    await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (alice != null) {
      alice.close();
      bob.close();
    }
    server.close();
  }
}
