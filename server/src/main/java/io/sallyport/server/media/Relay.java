package io.sallyport.server.media;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.observe.Counters;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The media relay: its loops, their ports, and a session for each call. */
public final class Relay implements MediaRelay, Component {
  // immutable
  private final MediaSettings settings;
  private final Counters counters;
  private final LongSupplier nanoTime;
  // any thread: thread-safe by itself
  private final SecureRandom random = new SecureRandom();

  // written by: start, before any session
  private MultiThreadIoEventLoopGroup group;
  private List<MediaLoop> loops = List.of();

  /**
   * A relay that is not started.
   *
   * @param nanoTime monotonic nanoseconds, as {@link System#nanoTime} gives them
   */
  public Relay(MediaSettings settings, Counters counters, LongSupplier nanoTime) {
    this.settings = settings;
    this.counters = counters;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return "media";
  }

  @Override
  public void start() throws Exception {
    InetAddress address =
        settings.bindAddress().isEmpty()
            ? everyAddress()
            : InetAddress.getByName(settings.bindAddress());
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(
            settings.threads(), new DefaultThreadFactory("media", true), io);
    warmUp();
    List<MediaLoop> started = new ArrayList<>();
    int pairs = 0;
    for (int i = 0; i < settings.threads(); i++) {
      EventLoop loop = group.next();
      PortPool pool =
          new PortPool(loop, bootstrap(loop), counters, address, evenPorts(i), nanoTime);
      pairs += pool.fill();
      started.add(new MediaLoop(loop, pool, counters));
    }
    loops = List.copyOf(started);
    if (pairs == 0) {
      close();
      throw new IllegalStateException(
          "no UDP port for media could be bound between "
              + settings.firstPort()
              + " and "
              + settings.lastPort()
              + "; choose another media.first-port and media.last-port");
    }
    long timeout = settings.inactivityTimeout().toNanos();
    long interval = Math.max(1, Math.min(TimeUnit.SECONDS.toNanos(1), timeout / 4));
    for (int i = 0; i < loops.size(); i++) {
      MediaLoop loop = loops.get(i);
      loop.every(interval, () -> loop.sweep(nanoTime.getAsLong(), timeout));
    }
  }

  @Override
  public MediaSession open(String callId, MediaEvents events) {
    return new RelaySession(this, events);
  }

  @Override
  public Health check() {
    int free = loops.stream().mapToInt(loop -> loop.pool().room()).sum();
    return free > 0
        ? new Health(true, free + " port pairs free")
        : Health.failing("no media port is free");
  }

  /** Port pairs that calls hold now. */
  public int portPairsInUse() {
    return loops.stream().mapToInt(loop -> loop.pool().takenPairs()).sum();
  }

  @Override
  public void close() {
    loops.forEach(loop -> loop.pool().close());
    if (group != null) {
      group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
  }

  Counters counters() {
    return counters;
  }

  SecureRandom random() {
    return random;
  }

  /** The loop with most ports to give. */
  MediaLoop quietestLoop() {
    return loops.stream().max(Comparator.comparingInt(loop -> loop.pool().room())).orElseThrow();
  }

  /** Whether a phone at that place may use RTP without encryption. */
  boolean plainAllowed(Rules rules) {
    return !rules.requireSrtp() && settings.plainRtpNetworks().contains(rules.signallingAddress());
  }

  Networks plainNetworks() {
    return settings.plainRtpNetworks();
  }

  /** Our address as one side sees it. */
  Connection advertised(Rules rules) {
    String address = settings.advertisedAddress();
    if (address.isEmpty()) {
      return Connection.of(rules.localAddress());
    }
    return new Connection(address.indexOf(':') >= 0 ? 6 : 4, address);
  }

  /**
   * The first use of SRTP loads classes and providers for a while; no media loop should wait for
   * that.
   */
  private void warmUp() {
    SrtpKey key = SrtpKey.generate(CryptoSuite.AES_CM_128_HMAC_SHA1_80, random);
    PacketBuffer packet = new PacketBuffer(RtpHeader.MIN_LENGTH);
    packet.at(0, RtpHeader.write(packet.bytes(), 0, false, 0, 1, 1, 1));
    SrtpStatus status = SrtpSession.sending(key).protectRtp(packet);
    if (status != SrtpStatus.OK
        || SrtpSession.receiving(key).unprotectRtp(packet) != SrtpStatus.OK) {
      throw new IllegalStateException("this Java runtime cannot do SRTP");
    }
  }

  /** All of IPv6 and IPv4 where the machine knows IPv6, else all of IPv4. */
  private static InetAddress everyAddress() throws UnknownHostException {
    InetAddress both = InetAddress.getByName("::");
    try (DatagramSocket probe = new DatagramSocket(0, both)) {
      return probe.isBound() ? both : InetAddress.getByName("0.0.0.0");
    } catch (SocketException e) {
      return InetAddress.getByName("0.0.0.0");
    }
  }

  private Bootstrap bootstrap(EventLoop loop) {
    Class<? extends DatagramChannel> type =
        Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    return new Bootstrap()
        .group(loop)
        .channel(type)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(MediaLoop.RECEIVE_BUFFER));
  }

  private IntStream evenPorts(int loop) {
    // the odd port above must lie in the range too
    int pairs = (settings.lastPort() + 1 - settings.firstPort()) / 2;
    return IntStream.range(0, pairs)
        .filter(i -> i % settings.threads() == loop)
        .map(i -> settings.firstPort() + 2 * i);
  }
}
