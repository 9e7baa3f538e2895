package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.FrameScanner.Outcome;
import io.sallyport.server.observe.Counter;
import java.nio.charset.StandardCharsets;

/**
 * SIP over WebSocket: each message of the socket, text or binary, is one SIP message (RFC 7118
 * section 5).
 */
final class WebSocketFlow extends ConnectionFlow {
  private static final byte[] CRLF = {'\r', '\n'};

  WebSocketFlow(EdgeState edge, Channel channel) {
    super(edge, Transport.WSS, channel);
  }

  /**
   * Frames of one message arrive here joined by the aggregator; only control frames come between.
   */
  @Override
  void received(Object message) {
    try {
      messageFinished();
      if (deaf() || !(message instanceof WebSocketFrame frame)) {
        return;
      }
      if (frame instanceof PingWebSocketFrame) {
        edge.count(Counter.EDGE_PINGS);
        write(new PongWebSocketFrame(frame.content().retain()));
      } else if (frame instanceof CloseWebSocketFrame close) {
        channel().writeAndFlush(reply(close)).addListener(ChannelFutureListener.CLOSE);
      } else if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
        message(frame.content());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Text where it is text: browsers' SIP libraries look for nothing else. */
  @Override
  Object outgoing(byte[] message) {
    ByteBuf bytes = Unpooled.wrappedBuffer(message);
    return ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)
        ? new TextWebSocketFrame(bytes)
        : new BinaryWebSocketFrame(bytes);
  }

  /**
   * Told of bytes below the frame decoder: a frame has begun, and what it becomes will be seen in
   * {@link #received}.
   */
  void bytesCame() {
    touched();
    messageUnfinished(true);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      end(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      end(corrupted.closeStatus());
    } else {
      ctx.close();
    }
  }

  private void message(ByteBuf content) {
    Outcome outcome = FrameScanner.datagram(content.nioBuffer(), edge.frameLimits);
    if (outcome instanceof Outcome.Frame whole) {
      edge.frame(this, whole.frame());
    } else if (outcome instanceof Outcome.Ping) {
      edge.count(Counter.EDGE_PINGS);
      send(CRLF);
    } else if (outcome instanceof Outcome.Refused refused) {
      refuse(refused.fault());
    }
  }

  private void end(WebSocketCloseStatus status) {
    if (isOpen()) {
      channel()
          .writeAndFlush(new CloseWebSocketFrame(status))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void write(WebSocketFrame frame) {
    if (channel().isWritable()) {
      channel().writeAndFlush(frame);
    } else {
      frame.release();
    }
  }

  /** The peer's own status comes back to it (RFC 6455 section 5.5.1). */
  private static CloseWebSocketFrame reply(CloseWebSocketFrame close) {
    int status = close.statusCode();
    return status < 0 || !WebSocketCloseStatus.isValidStatusCode(status)
        ? new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE)
        : new CloseWebSocketFrame(true, 0, status, "");
  }
}
