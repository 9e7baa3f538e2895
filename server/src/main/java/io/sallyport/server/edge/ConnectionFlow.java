package io.sallyport.server.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.sallyport.protocol.sip.Fault;
import io.sallyport.server.base.Ids;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A connection that carries SIP: the flow that the layers above hold, and the handler at the end of
 * its pipeline. Keeps the time limits on a silent peer, on one that sends slowly and on one that
 * does not read.
 */
abstract class ConnectionFlow extends ChannelInboundHandlerAdapter implements Flow {
  /** How long the layer above has to answer what came before a fault, and the fault itself. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  /** How long queued bytes have to leave once the connection is to be closed. */
  private static final long CLOSE_LINGER_MILLIS = 5_000;

  // immutable
  private final String id = Ids.random(20);
  private final Transport transport;
  private final Channel channel;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  protected final EdgeState edge;

  // any thread: volatile snapshots
  private volatile boolean closing;
  private volatile long idleNanos;
  private volatile boolean proven;

  // owned by: the connection's io loop
  private boolean deaf;
  private long lastReadAt;
  private Future<?> idleTimer;
  private Future<?> messageTimer;
  private Future<?> slowReaderTimer;

  ConnectionFlow(EdgeState edge, Transport transport, Channel channel) {
    this.edge = edge;
    this.transport = transport;
    this.channel = channel;
    this.local = (InetSocketAddress) channel.localAddress();
    this.remote = (InetSocketAddress) channel.remoteAddress();
    this.idleNanos = edge.settings.limits().idleTime().toNanos();
  }

  /** Takes in what the connection brought; the implementation releases it. */
  abstract void received(Object message);

  /** The fault of a message that has begun and did not end in time; null where none can be told. */
  Fault overdue() {
    return null;
  }

  /** The bytes as an object that the pipeline can write. */
  abstract Object outgoing(byte[] message);

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final Transport transport() {
    return transport;
  }

  @Override
  public final InetSocketAddress local() {
    return local;
  }

  @Override
  public final InetSocketAddress remote() {
    return remote;
  }

  @Override
  public final boolean isOpen() {
    return !closing && channel.isActive();
  }

  @Override
  public final boolean send(byte[] message) {
    if (!isOpen() || !channel.isWritable()) {
      edge.count(Counter.EDGE_SENDS_REFUSED);
      return false;
    }
    edge.count(Counter.EDGE_MESSAGES_SENT);
    channel.writeAndFlush(outgoing(message));
    return true;
  }

  @Override
  public final void allowSilence(Duration atMost) {
    // read by the timer when it next fires: nothing to reschedule
    idleNanos = Math.max(edge.settings.limits().idleTime().toNanos(), atMost.toNanos());
  }

  @Override
  public final void proven() {
    if (!proven) {
      proven = true;
    }
  }

  /** Whether somebody has logged in on it. */
  final boolean isProven() {
    return proven;
  }

  @Override
  public final void close() {
    if (closing || !channel.isActive()) {
      return;
    }
    closing = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    // what is queued goes first, but a peer that does not read must not keep the connection
    later(TimeUnit.MILLISECONDS.toNanos(CLOSE_LINGER_MILLIS), this::cut);
  }

  @Override
  public String toString() {
    return transport + " " + remote;
  }

  @Override
  public final void handlerAdded(ChannelHandlerContext ctx) {
    if (!channel.isActive()) {
      return;
    }
    lastReadAt = now();
    edge.opened(this);
    idleTimer = later(edge.settings.limits().idleTime().toNanos(), this::checkIdle);
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    touched();
    received(message);
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    cancel(idleTimer);
    cancel(messageTimer);
    cancel(slowReaderTimer);
    edge.closed(this);
  }

  /** While the peer does not read, neither do we: what it asks for could not be answered. */
  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
    boolean writable = channel.isWritable();
    channel.config().setAutoRead(writable);
    cancel(slowReaderTimer);
    slowReaderTimer =
        writable
            ? null
            : later(
                edge.settings.limits().slowReaderTime().toNanos(),
                () -> abort(Counter.EDGE_SLOW_READERS));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // resets and TLS errors are the peer's doing and are seen as the connection's end
    ctx.close();
  }

  /** The peer sent something, if only a part of something. */
  protected final void touched() {
    lastReadAt = now();
  }

  /**
   * To be called when what came in has been looked at: starts or stops the clock on an unfinished
   * message.
   */
  protected final void messageUnfinished(boolean unfinished) {
    if (!unfinished) {
      cancel(messageTimer);
      messageTimer = null;
    } else if (messageTimer == null) {
      messageTimer = later(edge.settings.limits().messageTime().toNanos(), this::messageOverdue);
    }
  }

  /** A message was completed: the clock for the next one starts anew. */
  protected final void messageFinished() {
    messageUnfinished(false);
  }

  /**
   * Reports a fault; after one that closes, the connection ends as soon as answers have had time.
   */
  protected final void refuse(Fault fault) {
    if (fault.closes()) {
      hearNoMore();
    }
    edge.fault(this, fault);
  }

  /** Reads nothing more, and closes once what was asked before may be answered. */
  protected final void hearNoMore() {
    deaf = true;
    later(TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS), this::close);
  }

  /** Whether what still comes in is to be thrown away. */
  protected final boolean deaf() {
    return deaf || closing;
  }

  protected final Channel channel() {
    return channel;
  }

  /** A message whose head says whom to tell is refused in words, any other by the end alone. */
  private void messageOverdue() {
    Fault fault = deaf() ? null : overdue();
    if (fault == null || fault.status() == 0) {
      abort(Counter.EDGE_SLOW_MESSAGES);
      return;
    }
    edge.count(Counter.EDGE_SLOW_MESSAGES);
    refuse(fault);
  }

  private void checkIdle() {
    long left = lastReadAt + idleNanos - now();
    if (left <= 0) {
      abort(Counter.EDGE_IDLE);
    } else {
      idleTimer = later(left, this::checkIdle);
    }
  }

  private void abort(Counter why) {
    edge.count(why);
    closing = true;
    cut();
  }

  /** Closes below TLS, whose farewell would wait for a peer that does not read. */
  private void cut() {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }

  private Future<?> later(long nanos, Runnable task) {
    try {
      return channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the loop has ended, and every connection on it
      return null;
    }
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
