package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;

/**
 * Stands before TLS and closes a connection whose peer asks for a second handshake (RFC 5246
 * section 7.4.1.1), which costs the server far more than the peer. The JDK can forbid it only for
 * the whole process.
 *
 * <p>Record headers are readable even when their content is not: after ChangeCipherSpec one
 * handshake record follows, Finished or in TLS 1.3 a second ClientHello. Any more is a
 * renegotiation.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;

  private final Counters counters;

  // owned by: the connection's io loop
  private final byte[] header = new byte[HEADER];
  private int headerBytes;
  private int contentLeft;
  private boolean cipherChanged;
  private int handshakesSince;

  RenegotiationGuard(Counters counters) {
    this.counters = counters;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && !allows(bytes)) {
      counters.add(Counter.EDGE_RENEGOTIATIONS_REFUSED);
      ReferenceCountUtil.release(message);
      ctx.close();
      return;
    }
    ctx.fireChannelRead(message);
  }

  private boolean allows(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (contentLeft > 0) {
        int step = Math.min(contentLeft, bytes.writerIndex() - at);
        contentLeft -= step;
        at += step;
      } else {
        header[headerBytes++] = bytes.getByte(at++);
        if (headerBytes == HEADER) {
          headerBytes = 0;
          contentLeft = ((header[3] & 0xFF) << 8) | (header[4] & 0xFF);
          if (!record(header[0])) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean record(int type) {
    if (type == CHANGE_CIPHER_SPEC) {
      cipherChanged = true;
    } else if (type == HANDSHAKE && cipherChanged) {
      handshakesSince++;
    }
    return handshakesSince <= 1;
  }
}
