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

/**
 * The two sockets of one media stream: RTP on an even port, RTCP on the next (RFC 3550 section 11).
 */
final class RtpSockets {
  private static final int ATTEMPTS = 50;

  /** Takes packets; called on the phone's loop. */
  interface Receiver {
    void packet(byte[] packet, InetSocketAddress from, boolean rtcp);
  }

  // immutable
  private final Channel rtp;
  private final Channel rtcp;
  private final int port;

  private RtpSockets(Channel rtp, Channel rtcp, int port) {
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.port = port;
  }

  static RtpSockets open(EventLoop loop, InetAddress address, Receiver receiver)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      DatagramChannel first = bound(address, 0);
      int port = first.socket().getLocalPort();
      if ((port & 1) == 0 && port < 65_535) {
        try {
          DatagramChannel second = bound(address, port + 1);
          return new RtpSockets(
              attach(loop, first, receiver, false), attach(loop, second, receiver, true), port);
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

  private static Channel attach(
      EventLoop loop, DatagramChannel socket, Receiver receiver, boolean rtcp) {
    NioDatagramChannel channel = new NioDatagramChannel(socket);
    channel
        .pipeline()
        .addLast(
            new SimpleChannelInboundHandler<DatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                receiver.packet(ByteBufUtil.getBytes(packet.content()), packet.sender(), rtcp);
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // an ICMP error of a peer that is gone; the stream's counters show what arrives
              }
            });
    loop.register(channel);
    return channel;
  }

  /** The even port. */
  int port() {
    return port;
  }

  void sendRtp(byte[] packet, InetSocketAddress to) {
    rtp.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), to), rtp.voidPromise());
  }

  void sendRtcp(byte[] packet, InetSocketAddress to) {
    rtcp.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), to), rtcp.voidPromise());
  }

  void close() {
    rtp.close();
    rtcp.close();
  }
}
