package io.sallyport.server.path;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Opens UDP ports on every media loop at once. */
final class Sockets {
  /** Datagrams that one system call may bring. */
  private static final int BATCH = 64;

  // immutable
  private final List<MediaLoop> loops;
  private final InetAddress address;
  private final int receiveBuffer;

  Sockets(List<MediaLoop> loops, InetAddress address, int receiveBuffer) {
    this.loops = loops;
    this.address = address;
    this.receiveBuffer = receiveBuffer;
  }

  static IoHandlerFactory io() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /** Loops that can share a port: only Linux gives each source to one of several sockets. */
  static int usefulLoops(int wanted) {
    return Epoll.isAvailable() ? wanted : 1;
  }

  /**
   * Opens a port on all loops.
   *
   * @param number 0 for any free one
   * @return null where another program holds it
   */
  UdpPort open(int number, boolean onePort) {
    if (!isFree(number)) {
      return null;
    }
    PortChannel[] handlers = new PortChannel[loops.size()];
    Channel[] channels = new Channel[loops.size()];
    int port = number;
    for (int i = 0; i < handlers.length; i++) {
      handlers[i] = new PortChannel(loops.get(i), onePort);
      ChannelFuture bound =
          bootstrap(loops.get(i), onePort).handler(handlers[i]).bind(address, port);
      // binding is a system call, not a wait for the network; on a shard it costs what it costs
      bound.awaitUninterruptibly();
      if (!bound.isSuccess()) {
        close(channels);
        return null;
      }
      channels[i] = bound.channel();
      port = ((InetSocketAddress) channels[i].localAddress()).getPort();
    }
    UdpPort opened = new UdpPort(port, handlers);
    for (int i = 0; i < handlers.length; i++) {
      handlers[i].opened(channels[i], opened);
    }
    return opened;
  }

  /** Sockets that share a port do not tell that somebody else has it: a plain one does. */
  private boolean isFree(int number) {
    if (number == 0) {
      return true;
    }
    try (DatagramSocket probe = new DatagramSocket(null)) {
      probe.setReuseAddress(false);
      probe.bind(new InetSocketAddress(address, number));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  private Bootstrap bootstrap(MediaLoop loop, boolean onePort) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop.eventLoop())
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(MediaLoop.BUFFER * (onePort ? BATCH : 1)));
    if (onePort) {
      bootstrap.option(ChannelOption.SO_RCVBUF, receiveBuffer);
      bootstrap.option(ChannelOption.SO_SNDBUF, receiveBuffer);
    }
    if (!Epoll.isAvailable()) {
      return bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MediaLoop.BUFFER));
    }
    bootstrap.channel(EpollDatagramChannel.class).option(UnixChannelOption.SO_REUSEPORT, true);
    return onePort
        ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MediaLoop.BUFFER)
        : bootstrap;
  }

  private static void close(Channel[] channels) {
    for (Channel channel : channels) {
      if (channel != null) {
        channel.close();
      }
    }
  }

  /** All of IPv6 and IPv4 where the machine knows IPv6, else all of IPv4. */
  static InetAddress everyAddress() throws UnknownHostException {
    InetAddress both = InetAddress.getByName("::");
    try (DatagramSocket probe = new DatagramSocket(0, both)) {
      return probe.isBound() ? both : InetAddress.getByName("0.0.0.0");
    } catch (SocketException e) {
      return InetAddress.getByName("0.0.0.0");
    }
  }
}
