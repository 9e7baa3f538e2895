package io.sallyport.server.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The io loops and how sockets are opened on them: Linux's epoll where it is there, Java NIO
 * elsewhere.
 */
final class Sockets {
  private static final int BACKLOG = 1_024;
  private static final int UDP_BUFFER_BYTES = 4 * 1_024 * 1_024;
  private static final int MAX_DATAGRAM_BYTES = 65_536;
  private static final int DATAGRAMS_A_READ = 8;
  private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
  private static final int KEEP_ALIVE_PROBES = 6;

  // immutable
  private final EventLoopGroup group;
  private final boolean epoll;
  private final int sendBufferBytes;

  Sockets(EdgeSettings settings) {
    epoll = settings.nativeTransport() && Epoll.isAvailable();
    sendBufferBytes = settings.limits().sendBufferBytes();
    group =
        new MultiThreadIoEventLoopGroup(
            settings.ioThreads(),
            new DefaultThreadFactory("io"),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  ChannelFuture listen(InetSocketAddress address, ChannelHandler perConnection) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(sendBufferBytes / 2, sendBufferBytes))
            .childHandler(perConnection);
    if (epoll) {
      // a peer that vanished without a word is noticed in two minutes, however long it may be
      // silent
      bootstrap
          .childOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS)
          .childOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS)
          .childOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
    }
    return bootstrap.bind(address).awaitUninterruptibly();
  }

  ChannelFuture openUdp(InetSocketAddress address, ChannelHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, UDP_BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, UDP_BUFFER_BYTES)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(UDP_BUFFER_BYTES / 2, UDP_BUFFER_BYTES))
            .handler(handler);
    if (epoll) {
      // several datagrams a system call
      bootstrap
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES * DATAGRAMS_A_READ));
    } else {
      bootstrap.option(
          ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
    }
    return bootstrap.bind(address).awaitUninterruptibly();
  }

  /** Ends every loop with every socket that is still on it. */
  void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  static void close(Channel channel) {
    channel.close().awaitUninterruptibly();
  }

  /** Why a listener could not be opened and what to do about it, for the admin. */
  static String problem(String protocol, SocketAddress address, Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    String place =
        protocol
            + " "
            + ((InetSocketAddress) address).getHostString()
            + ":"
            + ((InetSocketAddress) address).getPort();
    if (why.contains("in use")) {
      return place
          + " is in use by another program; stop it ('ss -ltunp' names it) or choose another port";
    }
    if (why.contains("ermission denied")) {
      return place
          + " may not be opened by this user; choose a port above 1023 or grant"
          + " CAP_NET_BIND_SERVICE";
    }
    if (why.contains("annot assign") || why.contains("not available")) {
      return place
          + " is no address of this machine; 'ip address' lists those that are, 0.0.0.0 means all"
          + " of them";
    }
    return place + " could not be opened: " + why;
  }
}
