package io.sallyport.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every socket that carries signalling, and the door to the web application: the one thing of the
 * server that a client can reach by TCP. Turns what comes into frames on flows and knows nothing of
 * what they mean.
 */
public final class Edge implements Component, Flows {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(5);
  private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);

  // immutable
  private final EdgeSettings settings;
  private final EdgeState state;
  private final ServerTls tls;
  private final InstantSource clock;

  // changed by the thread that starts and closes, read by any
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();

  // owned by: the thread that starts and closes
  private Sockets sockets;
  private ScheduledExecutorService certificateWatch;

  // any thread: volatile snapshots
  private volatile List<Listening> listening = List.of();
  private volatile List<UdpListener> udp = List.of();
  private volatile boolean draining;

  /**
   * An edge that has yet to be started.
   *
   * @param web where the web application listens on loopback, expecting the PROXY protocol (version
   *     2); may give null while it does not, which browsers see as 503
   */
  public Edge(
      EdgeSettings settings,
      CertificateSource certificates,
      FlowListener listener,
      Supplier<InetSocketAddress> web,
      Counters counters,
      InstantSource clock) {
    this.settings = settings;
    this.tls = new ServerTls(certificates);
    this.state = new EdgeState(settings, tls, listener, web, counters);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "edge";
  }

  /** Opens every listener or, with all the reasons, none. */
  @Override
  public void start() throws EdgeStartException {
    List<String> problems = new ArrayList<>();
    try {
      loadCertificate();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      problems.add("the TLS certificate cannot be used: " + reason(e));
    }
    sockets = new Sockets(settings);
    for (String bind : settings.bind()) {
      try {
        open(InetAddress.getByName(bind), problems);
      } catch (UnknownHostException e) {
        problems.add(
            "'" + bind + "' in edge.bind is no address; write for example 0.0.0.0 or 192.0.2.10");
      }
    }
    if (!problems.isEmpty()) {
      close();
      throw new EdgeStartException(problems);
    }
    certificateWatch =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "edge-certificate"));
    long period = CERTIFICATE_CHECK.toMillis();
    certificateWatch.scheduleWithFixedDelay(
        this::reloadChangedCertificate, period, period, TimeUnit.MILLISECONDS);
  }

  /** The sockets that listen, in the order of the settings. */
  public List<Listening> listening() {
    return listening;
  }

  /** The first listener of a kind. */
  public Optional<InetSocketAddress> address(Listening.Kind kind) {
    return listening.stream().filter(l -> l.kind() == kind).map(Listening::address).findFirst();
  }

  /** Has peers turned away before anything of theirs is read; before the start. */
  public void keptBy(Doorkeeper doorkeeper) {
    state.doorkeeper = doorkeeper;
  }

  /**
   * Ends the SIP connections of a network.
   *
   * @param everybody also those on which somebody has logged in
   */
  public void closeAll(PeerNetwork network, boolean everybody) {
    for (ConnectionFlow flow : state.flows.values()) {
      if ((everybody || !flow.isProven())
          && PeerNetwork.of(flow.remote().getAddress()).equals(network)) {
        state.count(Counter.GUARD_CONNECTIONS_CLOSED);
        flow.close();
      }
    }
  }

  @Override
  public Optional<Flow> flow(String id) {
    return id.startsWith(UdpFlow.PREFIX)
        ? restoredUdpFlow(id)
        : Optional.ofNullable(state.flows.get(id));
  }

  @Override
  public Flow udpFlow(Flow like, InetSocketAddress remote) {
    if (like instanceof UdpFlow flow) {
      return new UdpFlow(flow.listener(), remote);
    }
    throw new IllegalArgumentException("not a UDP flow of this edge: " + like);
  }

  @Override
  public boolean listensOn(int port) {
    return listening.stream().anyMatch(socket -> socket.address().getPort() == port);
  }

  /**
   * Takes the certificate source's present credential into use for new handshakes; running
   * connections keep theirs.
   */
  public void reloadCertificate() throws IOException, GeneralSecurityException {
    loadCertificate();
  }

  /** The certificate that new handshakes are made with. */
  public X509Certificate certificate() {
    return tls.current().certificate();
  }

  /** Whether the certificate in use stands for that name or address. */
  public boolean provesName(String name) {
    return tls.current().names().contains(name);
  }

  /** Open TCP connections of every kind. */
  public int connections() {
    return state.connections.open();
  }

  @Override
  public Health check() {
    if (draining) {
      return Health.failing("draining");
    }
    if (listening.isEmpty() || listeners.stream().anyMatch(channel -> !channel.isActive())) {
      return Health.failing("a listener is closed");
    }
    Instant expires = tls.current().certificate().getNotAfter().toInstant();
    if (clock.instant().isAfter(expires)) {
      return Health.failing("the TLS certificate expired at " + expires);
    }
    boolean soon = clock.instant().plus(CERTIFICATE_WARNING).isAfter(expires);
    return soon ? new Health(true, "the TLS certificate expires at " + expires) : Health.OK;
  }

  /** Accepts no more connections; those that are open and UDP go on. */
  @Override
  public void drain() {
    draining = true;
    for (Channel listener : listeners) {
      if (listener instanceof io.netty.channel.ServerChannel) {
        listener.close();
      }
    }
  }

  @Override
  public void close() {
    if (certificateWatch != null) {
      certificateWatch.shutdownNow();
      certificateWatch = null;
    }
    listeners.forEach(Sockets::close);
    listeners.clear();
    listening = List.of();
    udp = List.of();
    state.flows.values().forEach(Flow::close);
    if (sockets != null) {
      sockets.close();
      sockets = null;
    }
  }

  private void open(InetAddress address, List<String> problems) {
    openTcp(Listening.Kind.SECURE, new InetSocketAddress(address, settings.port()), problems);
    if (settings.sips()) {
      openTcp(Listening.Kind.SIPS, new InetSocketAddress(address, settings.sipsPort()), problems);
    }
    if (!settings.plainSipNetworks().isEmpty()) {
      openTcp(
          Listening.Kind.PLAIN_TCP,
          new InetSocketAddress(address, settings.plainSipPort()),
          problems);
      openUdp(new InetSocketAddress(address, settings.plainSipPort()), problems);
    }
  }

  private void openTcp(Listening.Kind kind, InetSocketAddress address, List<String> problems) {
    ChannelFuture bound = sockets.listen(address, new ConnectionStart(state, kind));
    if (bound.isSuccess()) {
      opened(kind, bound.channel());
    } else {
      problems.add(Sockets.problem("TCP", address, bound.cause()));
    }
  }

  private void openUdp(InetSocketAddress address, List<String> problems) {
    UdpListener listener = new UdpListener(state);
    ChannelFuture bound = sockets.openUdp(address, listener);
    if (!bound.isSuccess()) {
      problems.add(Sockets.problem("UDP", address, bound.cause()));
      return;
    }
    opened(Listening.Kind.PLAIN_UDP, bound.channel());
    InetSocketAddress local = (InetSocketAddress) bound.channel().localAddress();
    try {
      listener.bound(
          bound.channel(),
          new InetSocketAddress(
              OwnAddress.of(local.getAddress(), settings.advertisedAddress()), local.getPort()));
    } catch (UnknownHostException e) {
      problems.add(
          "'" + settings.advertisedAddress() + "' in edge.advertised-address is no address");
    }
    List<UdpListener> more = new ArrayList<>(udp);
    more.add(listener);
    udp = List.copyOf(more);
  }

  private void opened(Listening.Kind kind, Channel channel) {
    listeners.add(channel);
    List<Listening> more = new ArrayList<>(listening);
    more.add(new Listening(kind, (InetSocketAddress) channel.localAddress()));
    listening = List.copyOf(more);
    LOG.info("{} listens on {}", kind, channel.localAddress());
  }

  private Optional<Flow> restoredUdpFlow(String id) {
    int between = id.indexOf(UdpFlow.BETWEEN);
    Optional<InetSocketAddress> remote =
        between < 0 ? Optional.empty() : socketAddress(id.substring(between + 1));
    if (remote.isEmpty() || !settings.plainSipNetworks().contains(remote.get().getAddress())) {
      return Optional.empty();
    }
    String local = id.substring(UdpFlow.PREFIX.length(), between);
    return udp.stream()
        .filter(listener -> NetUtil.toSocketAddressString(listener.local()).equals(local))
        .<Flow>map(listener -> new UdpFlow(listener, remote.get()))
        .findFirst();
  }

  private void loadCertificate() throws IOException, GeneralSecurityException {
    tls.load();
    state.count(Counter.EDGE_CERTIFICATES_LOADED);
    Date until = tls.current().certificate().getNotAfter();
    LOG.info("TLS certificate in use, valid until {}", until.toInstant());
  }

  private void reloadChangedCertificate() {
    try {
      if (tls.stale()) {
        loadCertificate();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn(
          "the changed TLS certificate is not usable yet, the old one stays in use: {}", reason(e));
    }
  }

  private static Optional<InetSocketAddress> socketAddress(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(text.substring(0, colon));
    return address == null || port == 0 || port > 65_535
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(address, port));
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
