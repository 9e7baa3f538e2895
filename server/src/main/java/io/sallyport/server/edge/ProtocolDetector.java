package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.sallyport.server.observe.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sits behind TLS until the first line tells what a connection is: SIP, SIP over WebSocket, or HTTP
 * for the web application. Then it makes way for the handlers of that protocol and hands them what
 * has come so far.
 *
 * <p>{@code OPTIONS} begins both a SIP and an HTTP request, hence the whole line is looked at.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
  private static final byte[] HTTP = " HTTP/".getBytes(StandardCharsets.US_ASCII);

  // immutable
  private final EdgeState edge;
  private final boolean sipOnly;

  // owned by: the connection's io loop
  private Future<?> timer;
  private boolean begun;
  private boolean refused;

  ProtocolDetector(EdgeState edge, boolean sipOnly) {
    this.edge = edge;
    this.sipOnly = sipOnly;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        edge.count(Counter.EDGE_HANDSHAKES_FAILED);
        ctx.close();
      } else if (sipOnly) {
        becomeSip(ctx);
      } else {
        limit(ctx, edge.settings.limits().idleTime(), Counter.EDGE_IDLE);
      }
      return;
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!begun) {
      begun = true;
      limit(ctx, edge.settings.limits().messageTime(), Counter.EDGE_SLOW_MESSAGES);
    }
    byte first = in.getByte(in.readerIndex());
    int line = in.bytesBefore((byte) '\n');
    if (first == '\r'
        || first == '\n'
        || (line < 0 && in.readableBytes() > edge.frameLimits.maxLineBytes())) {
      becomeSip(ctx);
    } else if (line >= 0 && !isHttp(in, line)) {
      becomeSip(ctx);
    } else if (line >= 0) {
      http(ctx, in);
    }
  }

  /** What is left when the peer hangs up before it said what it is, is nothing. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    stopTimer();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void http(ChannelHandlerContext ctx, ByteBuf in) {
    int end = headEnd(in);
    if (end < 0) {
      if (in.readableBytes() > edge.frameLimits.maxHeadBytes()) {
        refuse(ctx, in, "431 Request Header Fields Too Large");
      }
      return;
    }
    HttpHead head =
        HttpHead.parse(
            in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.ISO_8859_1));
    if (head.asksForSip()) {
      in.readerIndex(end);
      becomeWebSocket(ctx, in, head);
    } else {
      edge.count(Counter.EDGE_WEB_CONNECTIONS);
      WebPipe.install(ctx.pipeline(), edge);
      ctx.pipeline().remove(this);
    }
  }

  private void becomeWebSocket(ChannelHandlerContext ctx, ByteBuf in, HttpHead head) {
    OriginCheck origins =
        new OriginCheck(edge.settings.allowedOrigins(), edge.tls.current().names());
    String refusal = WebSocketHandshake.refusal(head, origins);
    if (!refusal.isEmpty()) {
      edge.count(Counter.EDGE_WEBSOCKETS_REFUSED);
      refuse(ctx, in, refusal);
      return;
    }
    edge.count(Counter.EDGE_WEBSOCKETS);
    ctx.writeAndFlush(
        Unpooled.copiedBuffer(WebSocketHandshake.acceptance(head), StandardCharsets.US_ASCII));
    ChannelPipeline pipeline = ctx.pipeline();
    WebSocketHandshake.continueWith(pipeline, new WebSocketFlow(edge, ctx.channel()));
    pipeline.remove(this);
  }

  private void becomeSip(ChannelHandlerContext ctx) {
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addLast(new StreamFlow(edge, Transport.TLS, ctx.channel()));
    pipeline.remove(this);
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf in, String statusAndHeaders) {
    refused = true;
    in.skipBytes(in.readableBytes());
    ctx.writeAndFlush(HttpRefusal.of(statusAndHeaders)).addListener(ChannelFutureListener.CLOSE);
  }

  private void limit(ChannelHandlerContext ctx, Duration time, Counter why) {
    stopTimer();
    timer =
        ctx.executor()
            .schedule(
                () -> {
                  edge.count(why);
                  ctx.close();
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private static boolean isHttp(ByteBuf in, int line) {
    int end = in.readerIndex() + line;
    if (line > 0 && in.getByte(end - 1) == '\r') {
      end--;
    }
    // " HTTP/1.1" or " HTTP/2.0", as the last word of the line
    int at = end - HTTP.length - 3;
    if (at <= in.readerIndex()) {
      return false;
    }
    for (int i = 0; i < HTTP.length; i++) {
      if (in.getByte(at + i) != HTTP[i]) {
        return false;
      }
    }
    return true;
  }

  /** The index behind the empty line, or -1. Called again as more comes; the head is bounded. */
  private static int headEnd(ByteBuf in) {
    int line = in.readerIndex();
    while (true) {
      int length = in.bytesBefore(line, in.writerIndex() - line, (byte) '\n');
      if (length < 0) {
        return -1;
      }
      if (length == 0 || (length == 1 && in.getByte(line) == '\r')) {
        return line + length + 1;
      }
      line += length + 1;
    }
  }
}
