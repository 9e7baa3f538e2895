package io.sallyport.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * One open socket to the server: a connected datagram socket, a TCP or TLS connection, or a
 * WebSocket. Carries bytes and knows no SIP: a datagram or WebSocket frame arrives whole, a stream
 * arrives as it comes.
 */
final class Link {
  /** The largest WebSocket message that is put together. */
  private static final int MAX_FRAME_BYTES = 128 * 1024;

  private static final int CONNECT_SECONDS = 5;

  /** Where and how to connect. */
  record Target(
      Transport transport,
      InetSocketAddress server,
      String tlsName,
      String webSocketPath,
      Trust trust,
      int localPort) {}

  /** Called on the link's event loop. */
  interface Listener {
    void opened();

    void received(byte[] bytes);

    /** Once, also where the link never opened. */
    void closed(Throwable cause);
  }

  // immutable
  private final Target target;
  private final Channel channel;

  private Link(Target target, Channel channel) {
    this.target = target;
    this.channel = channel;
  }

  /** Begins to connect; the listener hears {@code opened} or {@code closed}. */
  static Link open(EventLoop loop, Target target, Listener listener) {
    Inbound inbound = new Inbound(target.transport(), listener);
    SslContext tls;
    try {
      tls = target.transport().isSecure() ? target.trust().context() : null;
    } catch (IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
    boolean datagrams = target.transport() == Transport.UDP;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(datagrams ? NioDatagramChannel.class : NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    fill(channel, target, tls, inbound);
                  }
                });
    if (!datagrams) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
      bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_SECONDS * 1000);
    }
    if (target.localPort() != 0) {
      bootstrap.localAddress(target.localPort());
    }
    var connecting = bootstrap.connect(target.server());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            inbound.close(done.cause());
          }
        });
    return new Link(target, connecting.channel());
  }

  private static void fill(Channel channel, Target target, SslContext tls, Inbound inbound) {
    ChannelPipeline pipeline = channel.pipeline();
    if (tls != null) {
      SslHandler handler =
          tls.newHandler(channel.alloc(), target.tlsName(), target.server().getPort());
      handler.setHandshakeTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
      pipeline.addLast(handler);
    }
    if (target.transport().isWebSocket()) {
      String scheme = target.transport() == Transport.WSS ? "wss" : "ws";
      URI uri = URI.create(scheme + "://" + authority(target) + target.webSocketPath());
      WebSocketClientProtocolConfig config =
          WebSocketClientProtocolConfig.newBuilder()
              .webSocketUri(uri)
              .subprotocol("sip")
              .version(WebSocketVersion.V13)
              .maxFramePayloadLength(MAX_FRAME_BYTES)
              .handshakeTimeoutMillis(CONNECT_SECONDS * 1000L)
              .build();
      pipeline.addLast(
          new HttpClientCodec(),
          new HttpObjectAggregator(16 * 1024),
          new WebSocketClientProtocolHandler(config),
          new WebSocketFrameAggregator(MAX_FRAME_BYTES));
    }
    pipeline.addLast(inbound);
  }

  private static String authority(Target target) {
    String host = target.tlsName().contains(":") ? "[" + target.tlsName() + "]" : target.tlsName();
    return host + ":" + target.server().getPort();
  }

  Transport transport() {
    return target.transport();
  }

  boolean isOpen() {
    return channel.isActive();
  }

  InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /**
   * Sends one datagram, WebSocket text frame or piece of a stream; dropped where the link is
   * closed.
   */
  void send(byte[] bytes) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    channel.writeAndFlush(
        target.transport().isWebSocket() ? new TextWebSocketFrame(buffer) : buffer,
        channel.voidPromise());
  }

  /** Asks a WebSocket for a pong (RFC 6455 section 5.5.2), which keeps its path open. */
  void ping() {
    channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
  }

  void close() {
    channel.close();
  }

  /** The last handler of every pipeline. */
  private static final class Inbound extends SimpleChannelInboundHandler<Object> {
    // immutable
    private final Transport transport;
    private final Listener listener;

    // owned by: event loop
    private Throwable cause;
    private boolean opened;
    private boolean closed;

    Inbound(Transport transport, Listener listener) {
      this.transport = transport;
      this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!transport.isSecure() && !transport.isWebSocket()) {
        open();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent tls) {
        if (!tls.isSuccess()) {
          cause = tls.cause();
        } else if (!transport.isWebSocket()) {
          open();
        }
      } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        open();
      } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
        context.close();
      }
    }

    private void open() {
      if (!opened) {
        opened = true;
        listener.opened();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        listener.received(ByteBufUtil.getBytes(bytes));
      } else if (message instanceof ByteBufHolder holder && !isControl(message)) {
        listener.received(ByteBufUtil.getBytes(holder.content()));
      }
    }

    private static boolean isControl(Object message) {
      return message instanceof WebSocketFrame frame
          && !(frame instanceof TextWebSocketFrame)
          && !(frame instanceof io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      close(cause == null ? new IOException("connection closed") : cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
      // an ICMP error says that nobody listens now; the retransmission of the request decides
      if (transport == Transport.UDP && thrown instanceof PortUnreachableException) {
        return;
      }
      cause = thrown;
      context.close();
    }

    void close(Throwable why) {
      if (!closed) {
        closed = true;
        listener.closed(cause == null ? why : cause);
      }
    }
  }
}
