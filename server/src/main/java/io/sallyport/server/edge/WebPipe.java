package io.sallyport.server.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * An HTTPS connection joined to one of the web application on loopback: bytes both ways, each side
 * read only as fast as the other takes it. Behind the PROXY header everything, keep-alive included,
 * is between the browser and the application.
 */
final class WebPipe extends ChannelInboundHandlerAdapter {
  private static final int CONNECT_MILLIS = 2_000;

  // immutable
  private final EdgeState edge;

  // owned by: the connection's io loop, which both sides share
  private final Queue<Object> waiting = new ArrayDeque<>();
  private Channel front;
  private Channel back;
  private boolean over;

  private WebPipe(EdgeState edge) {
    this.edge = edge;
  }

  static void install(ChannelPipeline pipeline, EdgeState edge) {
    long idle = edge.settings.limits().idleTime().toMillis();
    pipeline.addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS), new WebPipe(edge));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    front = ctx.channel();
    front.config().setAutoRead(false);
    InetSocketAddress web = edge.web.get();
    if (web == null) {
      unavailable();
      return;
    }
    new Bootstrap()
        .group(front.eventLoop())
        .channel(
            front instanceof EpollSocketChannel ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new Back())
        .connect(web)
        .addListener(
            (ChannelFutureListener)
                connecting -> {
                  if (connecting.isSuccess()) {
                    join(connecting.channel());
                  } else {
                    unavailable();
                  }
                });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
    } else if (back == null) {
      // at most what one read brought: reading has stopped
      waiting.add(message);
    } else {
      back.write(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (back != null) {
      back.flush();
      front.config().setAutoRead(back.isWritable());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (back != null) {
      back.config().setAutoRead(front.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      edge.count(Counter.EDGE_IDLE);
      end(front);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
    releaseWaiting();
    if (back != null) {
      end(back);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void join(Channel connected) {
    if (over) {
      connected.close();
      return;
    }
    back = connected;
    back.write(
        ProxyHeader.of(
            (InetSocketAddress) front.remoteAddress(), (InetSocketAddress) front.localAddress()));
    for (Object message = waiting.poll(); message != null; message = waiting.poll()) {
      back.write(message);
    }
    back.flush();
    back.config().setAutoRead(true);
    front.config().setAutoRead(back.isWritable());
  }

  private void unavailable() {
    over = true;
    releaseWaiting();
    if (front.isActive()) {
      edge.count(Counter.EDGE_WEB_UNAVAILABLE);
      front
          .writeAndFlush(HttpRefusal.of("503 Service Unavailable\r\nRetry-After: 2"))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void releaseWaiting() {
    for (Object message = waiting.poll(); message != null; message = waiting.poll()) {
      ReferenceCountUtil.release(message);
    }
  }

  /** Closes one side once what it still has to send is sent. */
  private static void end(Channel side) {
    if (side.isActive()) {
      side.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** The web application's side. */
  private final class Back extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (over || !(message instanceof ByteBuf)) {
        ReferenceCountUtil.release(message);
      } else {
        front.write(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      front.flush();
      ctx.channel().config().setAutoRead(front.isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      front.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      over = true;
      end(front);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
