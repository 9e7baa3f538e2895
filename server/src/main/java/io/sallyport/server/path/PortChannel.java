package io.sallyport.server.path;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bound UDP socket on one media loop. */
final class PortChannel extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(PortChannel.class);

  // immutable
  private final MediaLoop loop;
  private final boolean onePort;

  // set once, before any packet
  private Channel channel;
  private UdpPort port;

  // any thread: the component that owns a port of a pair; null on the one port
  private volatile Intake attached;

  // owned by: the media loop
  private boolean unflushed;
  private int read;
  private int marked = -1;
  private int othersMark;
  private final List<OutPacket> others = new ArrayList<>();
  private boolean faultLogged;

  PortChannel(MediaLoop loop, boolean onePort) {
    this.loop = loop;
    this.onePort = onePort;
  }

  void opened(Channel bound, UdpPort of) {
    channel = bound;
    port = of;
  }

  void read() {
    channel.config().setAutoRead(true);
  }

  boolean isOnePort() {
    return onePort;
  }

  MediaLoop loop() {
    return loop;
  }

  void attach(Intake intake) {
    attached = intake;
  }

  Intake attached() {
    return attached;
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    read++;
    try {
      loop.arrivals().received(this, packet.content(), packet.sender());
    } finally {
      ReferenceCountUtil.release(packet);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    loop.flush();
    if (onePort) {
      loop.rest(read);
    }
    read = 0;
  }

  /**
   * Queues a datagram for the loop's next flush.
   *
   * @param mark its differentiated services code point (RFC 2474)
   * @return why it is dropped: the kernel is behind; null where it is on its way
   */
  Counter send(byte[] bytes, int offset, int length, InetSocketAddress to, int mark) {
    OutPacket packet = channel.isWritable() ? loop.out().take() : null;
    if (packet == null) {
      return Counter.MEDIA_DROPPED_BACKLOG;
    }
    packet.fill(bytes, offset, length, to);
    if (marked < 0) {
      mark(mark);
    }
    if (mark == marked) {
      channel.write(packet, channel.voidPromise());
    } else {
      // a mark belongs to the socket: those of the other kind wait for their own system call
      others.add(packet);
      othersMark = mark;
    }
    if (!unflushed) {
      unflushed = true;
      loop.unflushed(this);
    }
    return null;
  }

  /** The same for what is not media: under the mark of the day. */
  Counter sendPlain(byte[] bytes, int offset, int length, InetSocketAddress to) {
    return send(bytes, offset, length, to, Math.max(0, marked));
  }

  /** Sends from another thread. */
  void sendLater(byte[] bytes, InetSocketAddress to) {
    loop.execute(
        () -> {
          Counter dropped = sendPlain(bytes, 0, bytes.length, to);
          if (dropped != null) {
            loop.count(dropped);
          }
          loop.flush();
        });
  }

  void flush() {
    unflushed = false;
    channel.flush();
    if (!others.isEmpty()) {
      mark(othersMark);
      for (int i = 0; i < others.size(); i++) {
        channel.write(others.get(i), channel.voidPromise());
      }
      others.clear();
      channel.flush();
    }
  }

  private void mark(int dscp) {
    marked = dscp;
    channel.config().setOption(ChannelOption.IP_TOS, dscp << 2);
  }

  /**
   * A destination that cannot be reached is the peer's trouble, and no reason to close a port that
   * other calls use. Anything else is our bug: logged once a port, because a packet may repeat it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      loop.count(Counter.MEDIA_SEND_ERRORS);
      return;
    }
    loop.count(Counter.MEDIA_FAULTS);
    if (!faultLogged) {
      faultLogged = true;
      LOG.error("a packet on media port {} met a bug", port.number(), cause);
    }
  }
}
