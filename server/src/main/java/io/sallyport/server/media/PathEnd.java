package io.sallyport.server.media;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.PacketClass;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;

/**
 * One end of a stream's packet path: it takes one side's packets, proves them, and hands them to
 * the other end, which sends. The steps are: kind, source or key, the other end's key, out.
 */
final class PathEnd {
  // immutable
  private final MediaLoop loop;
  private final Figures figures;

  // owned by: the media loop
  private PathEnd other;
  private PortPair ports;
  private EndPlan plan;
  private SrtpSession receiver;
  private SrtpSession sender;
  // one for each suite, kept for good: a second context under the same key would use its key stream
  // twice
  private final SrtpSession[] senders = new SrtpSession[CryptoSuite.values().length];
  private final LatchedSource mediaSource = new LatchedSource();
  private final LatchedSource controlSource = new LatchedSource();

  PathEnd(MediaLoop loop, Figures figures) {
    this.loop = loop;
    this.figures = figures;
  }

  /** Joins the two ends of a stream. */
  void join(PathEnd peer, PortPair ownPorts) {
    other = peer;
    ports = ownPorts;
    ports.attach(this);
  }

  /** Takes up what was agreed; contexts and sources that are still true stay. */
  void apply(EndPlan next) {
    if (plan == null || !plan.samePlace(next)) {
      mediaSource.reset(next.media());
      controlSource.reset(next.control());
    }
    SrtpKey key = next.receive().map(SdesCrypto::key).orElse(null);
    if (key == null) {
      receiver = null;
    } else if (receiver == null || !receiver.key().equals(key)) {
      receiver = SrtpSession.receiving(key);
    }
    sender = next.send().map(SdesCrypto::key).map(this::senderFor).orElse(null);
    plan = next;
  }

  /** Takes no packets any more and sends none. */
  void unbind() {
    plan = null;
    ports.detach();
  }

  Figures figures() {
    return figures;
  }

  /** A packet from this end's side; the caller releases it. */
  void received(DatagramPacket datagram, boolean controlPort) {
    ByteBuf content = datagram.content();
    PacketBuffer packet = loop.scratch();
    int length = content.readableBytes();
    if (length > MediaLoop.MAX_PACKET) {
      drop(Counter.MEDIA_DROPPED_MALFORMED);
      return;
    }
    content.readBytes(packet.bytes(), 0, length);
    packet.at(0, length);
    switch (PacketClass.of(packet.bytes(), 0, length)) {
      case RTP -> {
        if (controlPort) {
          drop(Counter.MEDIA_DROPPED_MALFORMED);
        } else {
          relay(datagram, packet, false);
        }
      }
      case RTCP -> {
        // one place for RTCP, the agreed one: a packet beside it must not teach us a source
        if (plan != null && controlPort == plan.mux()) {
          drop(Counter.MEDIA_DROPPED_MALFORMED);
        } else {
          relay(datagram, packet, true);
        }
      }
      case ZRTP -> drop(Counter.MEDIA_DROPPED_ZRTP);
      case STUN, DTLS, TURN_CHANNEL, OTHER -> drop(Counter.MEDIA_DROPPED_NOT_MEDIA);
    }
  }

  private void relay(DatagramPacket datagram, PacketBuffer packet, boolean control) {
    if (plan == null || other.plan == null) {
      drop(Counter.MEDIA_DROPPED_NO_PATH);
      return;
    }
    int wireLength = packet.length();
    if (!(receiver == null
        ? plain(datagram, packet, control)
        : secure(datagram, packet, control))) {
      return;
    }
    figures.received(wireLength);
    if (other.forward(datagram.content(), packet, control)) {
      loop.counters().add(Counter.MEDIA_PACKETS_RELAYED);
    } else {
      figures.dropped();
    }
  }

  private boolean plain(DatagramPacket datagram, PacketBuffer packet, boolean control) {
    boolean valid =
        control
            ? RtcpHeader.valid(packet.bytes(), 0, packet.length())
            : RtpHeader.valid(packet.bytes(), 0, packet.length());
    if (!valid) {
      return drop(Counter.MEDIA_DROPPED_MALFORMED);
    }
    if (!source(control).admitsPlain(datagram.sender())) {
      return drop(Counter.MEDIA_DROPPED_SOURCE);
    }
    return true;
  }

  private boolean secure(DatagramPacket datagram, PacketBuffer packet, boolean control) {
    SrtpStatus status = control ? receiver.unprotectRtcp(packet) : receiver.unprotectRtp(packet);
    if (status != SrtpStatus.OK) {
      return drop(counterOf(status));
    }
    if (control && !RtcpHeader.valid(packet.bytes(), 0, packet.length())) {
      return drop(Counter.MEDIA_DROPPED_MALFORMED);
    }
    LatchedSource source = source(control);
    boolean moved = source.isLatched();
    if (source.proven(datagram.sender()) && moved) {
      loop.counters().add(Counter.MEDIA_SOURCES_MOVED);
    }
    return true;
  }

  /** Sends a clear packet to this end's side, protected where that was agreed. */
  private boolean forward(ByteBuf received, PacketBuffer packet, boolean control) {
    InetSocketAddress target = source(control).target();
    if (target == null) {
      loop.counters().add(Counter.MEDIA_DROPPED_NO_TARGET);
      return false;
    }
    if (sender != null) {
      SrtpStatus status = control ? sender.protectRtcp(packet) : sender.protectRtp(packet);
      if (status != SrtpStatus.OK) {
        loop.counters().add(counterOf(status));
        return false;
      }
    }
    MediaPort port = control && !plan.mux() ? ports.control() : ports.media();
    // the received buffer goes out again where the packet still fits: it may be a slice of exactly
    // its length
    ByteBuf out =
        packet.length() <= received.capacity()
            ? received.retain().clear()
            : port.allocator().directBuffer(packet.length());
    out.writeBytes(packet.bytes(), packet.offset(), packet.length());
    port.send(new DatagramPacket(out, target));
    return true;
  }

  private LatchedSource source(boolean control) {
    return control && !plan.mux() ? controlSource : mediaSource;
  }

  private SrtpSession senderFor(SrtpKey key) {
    int suite = key.suite().ordinal();
    if (senders[suite] == null || !senders[suite].key().equals(key)) {
      senders[suite] = SrtpSession.sending(key);
    }
    return senders[suite];
  }

  private boolean drop(Counter why) {
    figures.dropped();
    loop.counters().add(why);
    return false;
  }

  private static Counter counterOf(SrtpStatus status) {
    return switch (status) {
      case AUTH_FAILED -> Counter.MEDIA_DROPPED_AUTH;
      case REPLAYED -> Counter.MEDIA_DROPPED_REPLAY;
      case TOO_MANY_SOURCES -> Counter.MEDIA_DROPPED_SOURCES;
      case OK, MALFORMED -> Counter.MEDIA_DROPPED_MALFORMED;
    };
  }
}
