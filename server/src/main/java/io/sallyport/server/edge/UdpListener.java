package io.sallyport.server.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.internal.PlatformDependent;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.FrameScanner.Outcome;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One UDP socket of plain SIP (RFC 3261 section 18.2): datagrams in from the allowed networks,
 * answers out through the same socket. What other threads send waits in a bounded queue and leaves
 * in one batch, so that a busy socket costs few system calls.
 */
final class UdpListener extends SimpleChannelInboundHandler<DatagramPacket> {
  /** A datagram that waits to be sent. */
  private record Outgoing(byte[] message, InetSocketAddress remote) {}

  /** How many datagrams leave before received ones get their turn again. */
  private static final int BATCH = 256;

  // immutable
  private final EdgeState edge;

  // any thread
  private final Queue<Outgoing> queue;
  private final AtomicBoolean draining = new AtomicBoolean();
  private volatile Channel channel;
  private volatile InetSocketAddress local;

  // owned by: the socket's io loop
  private boolean wroteWhileReading;
  private boolean reading;

  UdpListener(EdgeState edge) {
    this.edge = edge;
    this.queue = PlatformDependent.newFixedMpscQueue(edge.settings.limits().udpSendQueue());
  }

  /** The socket is open; phones are told this address. */
  void bound(Channel socket, InetSocketAddress address) {
    local = address;
    channel = socket;
  }

  InetSocketAddress local() {
    return local;
  }

  boolean isOpen() {
    Channel socket = channel;
    return socket != null && socket.isActive();
  }

  /** Sends on the io loop; false where the socket is closed or too much waits already. */
  boolean send(byte[] message, InetSocketAddress remote) {
    Channel socket = channel;
    if (socket == null || !socket.isActive()) {
      edge.count(Counter.EDGE_SENDS_REFUSED);
      return false;
    }
    if (socket.eventLoop().inEventLoop() && reading && socket.isWritable()) {
      wroteWhileReading = true;
      write(socket, message, remote);
      return true;
    }
    if (!queue.offer(new Outgoing(message, remote))) {
      edge.count(Counter.EDGE_SENDS_REFUSED);
      return false;
    }
    wakeDrain(socket);
    return true;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    reading = true;
    InetSocketAddress remote = packet.sender();
    if (remote.getPort() == 0 || !edge.settings.plainSipNetworks().contains(remote.getAddress())) {
      edge.count(Counter.EDGE_PLAIN_REFUSED);
      return;
    }
    if (edge.doorkeeper.turnsAway(remote.getAddress(), true)) {
      return;
    }
    Outcome outcome = FrameScanner.datagram(packet.content().nioBuffer(), edge.frameLimits);
    if (outcome instanceof Outcome.Frame whole) {
      edge.frame(new UdpFlow(this, remote), whole.frame());
    } else if (outcome instanceof Outcome.Refused refused) {
      edge.fault(new UdpFlow(this, remote), refused.fault());
    }
    // keep-alives keep the NAT open and need no answer
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    if (wroteWhileReading) {
      wroteWhileReading = false;
      ctx.flush();
    }
  }

  /** An error of one datagram, such as an unreachable peer, is nothing to the socket. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    edge.count(Counter.EDGE_FAULTS);
  }

  /** The kernel's buffer has room again. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && !queue.isEmpty()) {
      wakeDrain(ctx.channel());
    }
  }

  /** One task for everything that is queued until it runs. */
  private void wakeDrain(Channel socket) {
    if (draining.compareAndSet(false, true)) {
      try {
        socket.eventLoop().execute(this::drain);
      } catch (RejectedExecutionException e) {
        // the loop has ended with the socket; what was queued is lost as any datagram may be
        queue.clear();
      }
    }
  }

  private void drain() {
    Channel socket = channel;
    // before looking at the queue: whoever adds from now on wakes us again
    draining.set(false);
    for (int sent = 0; sent < BATCH && socket.isWritable(); sent++) {
      Outgoing next = queue.poll();
      if (next == null) {
        break;
      }
      write(socket, next.message(), next.remote());
    }
    socket.flush();
    if (socket.isWritable() && !queue.isEmpty()) {
      wakeDrain(socket);
    }
  }

  private void write(Channel socket, byte[] message, InetSocketAddress remote) {
    edge.count(Counter.EDGE_MESSAGES_SENT);
    socket.write(new DatagramPacket(Unpooled.wrappedBuffer(message), remote), socket.voidPromise());
  }
}
