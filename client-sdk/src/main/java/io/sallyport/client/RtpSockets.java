package io.sallyport.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The two sockets of one media transport: RTP on an even port, RTCP on the next (RFC 3550 section
 * 11). Owned by the phone's loop.
 */
final class RtpSockets {
  private static final int ATTEMPTS = 50;

  /** Takes packets; called on the phone's loop. */
  interface Receiver {
    void packet(byte[] packet, InetSocketAddress from, boolean onRtcpSocket);
  }

  /** Two sockets with neighbouring ports, not read yet. */
  private record Pair(DatagramChannel even, DatagramChannel odd, int port) {}

  // immutable
  private final EventLoop loop;
  private final InetAddress address;
  private final Receiver receiver;
  private final int port;

  // owned by: the phone's loop
  private final List<Channel> abandoned = new ArrayList<>();
  private Channel rtp;
  private Channel rtcp;

  // any thread: volatile snapshot
  private volatile InetSocketAddress local;

  RtpSockets(EventLoop loop, InetAddress address, Receiver receiver) throws IOException {
    this.loop = loop;
    this.address = address;
    this.receiver = receiver;
    Pair pair = pair(address);
    this.port = pair.port;
    attach(pair);
  }

  private void attach(Pair pair) {
    rtp = attach(pair.even, false);
    rtcp = attach(pair.odd, true);
    local = new InetSocketAddress(address, pair.port);
  }

  private static Pair pair(InetAddress address) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      DatagramChannel first = bound(address, 0);
      int port = first.socket().getLocalPort();
      if ((port & 1) == 0 && port < 65_535) {
        try {
          return new Pair(first, bound(address, port + 1), port);
        } catch (IOException e) {
          // the odd neighbour is taken: another pair
        }
      }
      first.close();
    }
    throw new IOException("no free pair of ports for media");
  }

  private static DatagramChannel bound(InetAddress address, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      return channel.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Channel attach(DatagramChannel socket, boolean second) {
    NioDatagramChannel channel = new NioDatagramChannel(socket);
    channel
        .pipeline()
        .addLast(
            new SimpleChannelInboundHandler<DatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                if (context.channel() == rtp || context.channel() == rtcp) {
                  receiver.packet(ByteBufUtil.getBytes(packet.content()), packet.sender(), second);
                }
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // an ICMP error of a peer that is gone; the stream's counters show what arrives
              }
            });
    loop.register(channel);
    return channel;
  }

  /** The even port that SDP shows, also after a {@link #move}. */
  int port() {
    return port;
  }

  /** Any thread: where RTP is received now. */
  InetSocketAddress local() {
    return local;
  }

  /**
   * Goes on from two other ports, as behind a NAT that has forgotten this phone: the old ports stay
   * taken, and what comes to them is lost without a word.
   */
  void move() throws IOException {
    Pair pair = pair(address);
    abandoned.add(rtp);
    abandoned.add(rtcp);
    attach(pair);
  }

  void sendRtp(byte[] packet, InetSocketAddress to) {
    rtp.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), to), rtp.voidPromise());
  }

  void sendRtcp(byte[] packet, InetSocketAddress to) {
    rtcp.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), to), rtcp.voidPromise());
  }

  void close() {
    abandoned.forEach(Channel::close);
    rtp.close();
    rtcp.close();
  }
}
