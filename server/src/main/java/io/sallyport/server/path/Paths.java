package io.sallyport.server.path;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.base.Component;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The packet paths of all calls: the media loops, the one port, the port pairs. */
public final class Paths implements Component {
  // immutable
  private final MediaSettings settings;
  private final Counters counters;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Registry registry = new Registry();
  private final DtlsIdentity identity;
  // any thread: thread-safe by itself
  private final SecureRandom random = new SecureRandom();
  private final Probes probes;

  // written by: start, before any session
  private MultiThreadIoEventLoopGroup group;
  private List<MediaLoop> loops = List.of();
  private UdpPort onePort;
  private Handshakes handshakes;
  private PairPool pairs;

  // owned by: the first loop
  private final Set<Silence> watched = new LinkedHashSet<>();

  /**
   * Paths that are not started.
   *
   * @param nanoTime monotonic nanoseconds, as {@link System#nanoTime} gives them
   */
  public Paths(
      MediaSettings settings, Counters counters, LongSupplier nanoTime, InstantSource clock) {
    this.settings = settings;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.identity = DtlsIdentity.create(random, clock.instant());
    this.probes = new Probes(nanoTime, random);
  }

  @Override
  public String name() {
    return "media";
  }

  @Override
  public void start() throws Exception {
    InetAddress address =
        settings.bindAddress().isEmpty()
            ? Sockets.everyAddress()
            : InetAddress.getByName(settings.bindAddress());
    WarmUp.run(random);
    int count = Sockets.usefulLoops(settings.threadCount());
    group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("media", true), Sockets.io());
    List<MediaLoop> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(new MediaLoop(i, group.next(), counters, nanoTime));
    }
    loops = List.copyOf(made);
    Sockets sockets = new Sockets(loops, address, settings.receiveBufferBytes());
    onePort = sockets.open(settings.port(), true);
    if (onePort == null) {
      close();
      throw new IllegalStateException(
          "UDP port " + settings.port() + " is in use; choose another media.port");
    }
    handshakes =
        new Handshakes(
            registry, counters, nanoTime, identity, random, settings.dtlsHandshakes(), onePort);
    for (MediaLoop loop : loops) {
      Strangers strangers = new Strangers(registry, new Budget(random.nextInt()));
      loop.arrivals(new Arrivals(loop, strangers, new Checks(loop, registry, probes), handshakes));
    }
    onePort.read();
    pairs = new PairPool(port -> openForPlain(sockets, port), evenPorts(), nanoTime);
    if (!settings.plainRtpNetworks().isEmpty() && pairs.fill() == 0) {
      close();
      throw new IllegalStateException(
          "no UDP port for plain RTP could be bound between "
              + settings.firstPort()
              + " and "
              + settings.lastPort()
              + "; choose another media.first-port and media.last-port");
    }
    long timeout = settings.inactivityTimeout().toNanos();
    long interval = Math.max(1, Math.min(TimeUnit.SECONDS.toNanos(1), timeout / 4));
    loops.get(0).every(interval, () -> sweep(timeout));
  }

  /** Packet paths for a call, without transports until it asks for some. */
  public PathSession open(String callId, PathEvents events) {
    return new CallPaths(this, events);
  }

  /** Credentials for a test of the one port; empty where too many are under way. */
  public Optional<Probe> probe(Duration lasting) {
    return probes.open(lasting);
  }

  /** The one UDP port; 0 before the start. */
  public int port() {
    return onePort == null ? 0 : onePort.number();
  }

  /** Our certificate for DTLS, as SDP promises it: one for the life of the process. */
  public Fingerprint fingerprint() {
    return identity.fingerprint();
  }

  /** Port pairs that calls hold now. */
  public int portPairsInUse() {
    return pairs == null ? 0 : pairs.taken();
  }

  @Override
  public Health check() {
    return settings.plainRtpNetworks().isEmpty() || pairs.room() > 0
        ? new Health(true, "UDP port " + port())
        : Health.failing("no port pair for plain RTP is free");
  }

  @Override
  public void close() {
    if (pairs != null) {
      pairs.close();
    }
    if (onePort != null) {
      onePort.close();
    }
    if (handshakes != null) {
      handshakes.close();
    }
    loops.forEach(loop -> loop.execute(loop::close));
    if (group != null) {
      group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
  }

  InstantSource clock() {
    return clock;
  }

  /** A loop for what no side's packets have led to one yet. */
  MediaLoop spareLoop() {
    return loops.get(0);
  }

  Counters counters() {
    return counters;
  }

  Endpoint onOnePort(PathEvents events) {
    Endpoint endpoint = endpoint(events, onePort, null);
    registry.add(endpoint);
    return endpoint;
  }

  Optional<Endpoint> onPair(PathEvents events) {
    Optional<PairPool.Pair> pair = pairs.take();
    if (pair.isEmpty()) {
      return Optional.empty();
    }
    Endpoint endpoint = endpoint(events, pair.get().media(), pair.get().control());
    pair.get().media().attach(endpoint.media());
    pair.get().control().attach(endpoint.control());
    return Optional.of(endpoint);
  }

  void giveBack(Endpoint endpoint) {
    endpoint.places().forEach(handshakes::forget);
    endpoint.close();
    if (!endpoint.onePort()) {
      pairs.give(new PairPool.Pair(endpoint.mediaUdpPort(), endpoint.controlUdpPort()));
    }
  }

  /** Something was agreed: keys that came before it may be its; or we have to begin for them. */
  void connect(Endpoint endpoint) {
    handshakes.agreed(endpoint);
    handshakes.connect(endpoint);
  }

  void watch(Silence silence) {
    loops.get(0).execute(() -> watched.add(silence));
  }

  void forget(Silence silence) {
    loops.get(0).execute(() -> watched.remove(silence));
  }

  private void sweep(long timeout) {
    long now = nanoTime.getAsLong();
    watched.removeIf(silence -> silence.lasted(now, timeout));
    for (Endpoint endpoint : registry.all()) {
      if (endpoint.losesConsent(now)) {
        endpoint.consentLost();
        counters.add(Counter.MEDIA_CONSENT_LOST);
      } else if (endpoint.isActive()) {
        handshakes.connect(endpoint);
      }
    }
  }

  private static UdpPort openForPlain(Sockets sockets, int number) {
    UdpPort port = sockets.open(number, false);
    if (port != null) {
      port.read();
    }
    return port;
  }

  private Endpoint endpoint(PathEvents events, UdpPort media, UdpPort control) {
    return new Endpoint(
        registry, clock, counters, settings, events, media, control, this::iceNames);
  }

  private IceCredentials iceNames() {
    return new IceCredentials(
        IceCredentials.newFragment(random), IceCredentials.newPassword(random), "", "");
  }

  private IntStream evenPorts() {
    // the odd port above must lie in the range too
    int pairCount = (settings.lastPort() + 1 - settings.firstPort()) / 2;
    return IntStream.range(0, pairCount).map(i -> settings.firstPort() + 2 * i);
  }
}
