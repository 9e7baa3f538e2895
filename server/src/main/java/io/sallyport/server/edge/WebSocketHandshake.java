package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The answer to a WebSocket handshake (RFC 6455 section 4.2.2, RFC 7118 section 4.1), and the
 * pipeline that follows it.
 */
final class WebSocketHandshake {
  /** The largest SIP message over WebSocket, joined or in one frame. */
  static final int MAX_MESSAGE = 65_536;

  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  /**
   * The refusal of a handshake as an HTTP status line with its headers, or the empty string where
   * it is in order.
   */
  static String refusal(HttpHead head, OriginCheck origins) {
    if (!origins.permits(head)) {
      return "403 Forbidden";
    }
    if (!head.only("sec-websocket-version").equals("13")) {
      return "426 Upgrade Required\r\nSec-WebSocket-Version: 13";
    }
    boolean whole =
        head.requestLine().endsWith(" HTTP/1.1")
            && head.lists("connection", "upgrade")
            && !head.only("host").isEmpty();
    return whole && keyIsValid(head.only("sec-websocket-key")) ? "" : "400 Bad Request";
  }

  static String acceptance(HttpHead head) {
    return "HTTP/1.1 101 Switching Protocols\r\n"
        + "Upgrade: websocket\r\n"
        + "Connection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + accept(head.only("sec-websocket-key"))
        + "\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
  }

  /**
   * Puts the frame handlers and the flow at the pipeline's end, once the acceptance has been
   * written.
   */
  static void continueWith(ChannelPipeline pipeline, WebSocketFlow flow) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .maxFramePayloadLength(MAX_MESSAGE)
            // the flow closes with the status that fits, through the encoder
            .closeOnProtocolViolation(false)
            .build();
    pipeline.addLast(
        new ByteWatch(flow),
        new WebSocket13FrameDecoder(config),
        new WebSocket13FrameEncoder(false),
        new Utf8FrameValidator(false),
        new WebSocketFrameAggregator(MAX_MESSAGE),
        flow);
  }

  private static boolean keyIsValid(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /**
   * Tells the flow of bytes before they are frames, so that a frame sent byte by byte is on the
   * clock.
   */
  private static final class ByteWatch extends ChannelInboundHandlerAdapter {
    private final WebSocketFlow flow;

    ByteWatch(WebSocketFlow flow) {
      this.flow = flow;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf) {
        flow.bytesCame();
      }
      ctx.fireChannelRead(message);
    }
  }
}
