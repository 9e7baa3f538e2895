package io.sallyport.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.sallyport.server.observe.Counter;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The beginning of every TCP connection: the limits that need no byte of it, then the handlers of
 * its listener.
 */
final class ConnectionStart extends ChannelInitializer<Channel> {
  private static final int FLUSHES_JOINED = 64;

  // immutable
  private final EdgeState edge;
  private final Listening.Kind kind;

  ConnectionStart(EdgeState edge, Listening.Kind kind) {
    this.edge = edge;
    this.kind = kind;
  }

  @Override
  protected void initChannel(Channel channel) {
    InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    boolean plain = kind == Listening.Kind.PLAIN_TCP;
    if (plain && !edge.settings.plainSipNetworks().contains(address)) {
      edge.count(Counter.EDGE_PLAIN_REFUSED);
      channel.close();
      return;
    }
    if (edge.doorkeeper.turnsAway(address, false)) {
      channel.close();
      return;
    }
    if (!edge.connections.admit(address)) {
      edge.count(Counter.EDGE_CONNECTIONS_REFUSED);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> edge.connections.release(address));
    edge.count(Counter.EDGE_CONNECTIONS_ACCEPTED);
    ChannelPipeline pipeline = channel.pipeline();
    if (plain) {
      pipeline.addLast(joinedFlushes(), new StreamFlow(edge, Transport.TCP, channel));
    } else {
      SslHandler tls = edge.tls.current().context().newHandler(channel.alloc());
      tls.setHandshakeTimeoutMillis(edge.settings.limits().handshakeTime().toMillis());
      pipeline.addLast(
          new RenegotiationGuard(edge.counters),
          tls,
          joinedFlushes(),
          new ProtocolDetector(edge, kind == Listening.Kind.SIPS));
    }
  }

  /** Messages that several threads send at the same time share a TLS record and a system call. */
  private static FlushConsolidationHandler joinedFlushes() {
    return new FlushConsolidationHandler(FLUSHES_JOINED, true);
  }
}
