package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.FrameScanner.Outcome;
import io.sallyport.server.observe.Counter;

/**
 * SIP over a TCP or TLS connection: a stream of messages and keep-alives (RFC 3261 section 18.3,
 * RFC 5626 section 3.5.1).
 */
final class StreamFlow extends ConnectionFlow {
  private static final byte[] CRLF = {'\r', '\n'};

  // owned by: the connection's io loop
  private final FrameScanner scanner;

  StreamFlow(EdgeState edge, Transport transport, Channel channel) {
    super(edge, transport, channel);
    this.scanner = new FrameScanner(edge.frameLimits);
  }

  @Override
  void received(Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!deaf()) {
        scanner.feed(bytes.nioBuffer());
        drain();
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  Object outgoing(byte[] message) {
    return Unpooled.wrappedBuffer(message);
  }

  @Override
  Fault overdue() {
    return scanner.overdue();
  }

  private void drain() {
    while (!deaf()) {
      Outcome outcome = scanner.next();
      if (outcome instanceof Outcome.NeedMore) {
        break;
      } else if (outcome instanceof Outcome.Frame whole) {
        messageFinished();
        edge.frame(this, whole.frame());
      } else if (outcome instanceof Outcome.Last last) {
        messageFinished();
        hearNoMore();
        edge.frame(this, last.frame());
      } else if (outcome instanceof Outcome.Ping) {
        edge.count(Counter.EDGE_PINGS);
        send(CRLF);
      } else if (outcome instanceof Outcome.Refused refused) {
        messageFinished();
        refuse(refused.fault());
      }
    }
    messageUnfinished(!deaf() && scanner.inMessage());
  }
}
