package io.sallyport.server.media;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bound UDP socket and the end of a stream that it serves, if any. */
final class MediaPort extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPort.class);

  // immutable
  private final Counters counters;
  private final boolean control;

  // owned by: the media loop; the channel is set once, before the port is in any pool
  private Channel channel;
  private int number;
  private PathEnd end;
  private boolean faultLogged;

  MediaPort(Counters counters, boolean control) {
    this.counters = counters;
    this.control = control;
  }

  /** On the loop: the socket is bound. */
  void opened(Channel bound, int port) {
    channel = bound;
    number = port;
  }

  int number() {
    return number;
  }

  void attach(PathEnd newEnd) {
    end = newEnd;
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      if (end == null) {
        counters.add(Counter.MEDIA_DROPPED_NO_PATH);
      } else {
        end.received(packet, control);
      }
    } finally {
      ReferenceCountUtil.release(packet);
    }
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** Sends, or counts where the kernel is behind: a packet late is worse than a packet lost. */
  void send(DatagramPacket packet) {
    if (channel.isWritable()) {
      channel.writeAndFlush(packet, channel.voidPromise());
    } else {
      counters.add(Counter.MEDIA_DROPPED_BACKLOG);
      packet.release();
    }
  }

  /**
   * A destination that cannot be reached is the peer's trouble, and no reason to close a port that
   * other calls will use. Anything else is our bug: logged once a port, because a packet may repeat
   * it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      counters.add(Counter.MEDIA_SEND_ERRORS);
      return;
    }
    counters.add(Counter.MEDIA_FAULTS);
    if (!faultLogged) {
      faultLogged = true;
      LOG.error("a packet on media port {} met a bug", number, cause);
    }
  }
}
