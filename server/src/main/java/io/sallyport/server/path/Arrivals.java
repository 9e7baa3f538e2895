package io.sallyport.server.path;

import io.netty.buffer.ByteBuf;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.PacketClass;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;

/**
 * The first steps of every packet of one loop: what it is (RFC 7983), whose it is by its source,
 * and whether it proves that. From a known source: kind, source, proof, stream, lane, out.
 */
final class Arrivals {
  // immutable
  private final MediaLoop loop;
  private final Strangers strangers;
  private final Checks checks;
  private final Handshakes handshakes;

  Arrivals(MediaLoop loop, Strangers strangers, Checks checks, Handshakes handshakes) {
    this.loop = loop;
    this.strangers = strangers;
    this.checks = checks;
    this.handshakes = handshakes;
  }

  /** A datagram; the caller releases it. */
  void received(PortChannel channel, ByteBuf content, InetSocketAddress sender) {
    int length = content.readableBytes();
    if (length > MediaLoop.MAX_PACKET || length < 2) {
      loop.count(Counter.MEDIA_DROPPED_MALFORMED);
      return;
    }
    PacketBuffer packet = loop.scratch();
    content.getBytes(content.readerIndex(), packet.bytes(), 0, length);
    packet.at(0, length);
    switch (PacketClass.of(packet.bytes(), 0, length)) {
      case RTP -> media(channel, content, packet, sender, false);
      case RTCP -> media(channel, content, packet, sender, true);
      case STUN -> checks.received(channel, packet, sender);
      case DTLS -> handshake(channel, packet, sender);
      case ZRTP -> zrtp(channel, sender);
      case TURN_CHANNEL, OTHER -> loop.count(Counter.MEDIA_DROPPED_NOT_MEDIA);
    }
  }

  private void media(
      PortChannel channel,
      ByteBuf content,
      PacketBuffer packet,
      InetSocketAddress sender,
      boolean rtcp) {
    Intake intake = known(channel, sender);
    if (intake == null) {
      Counter unproven = Counter.MEDIA_DROPPED_UNPROVEN;
      strangers.media(loop, channel, content, packet, sender, rtcp, unproven);
      return;
    }
    int wireLength = packet.length();
    Counter why = intake.prove(packet, sender, rtcp);
    if (why == null) {
      why = intake.relay(loop, packet, rtcp, wireLength);
      if (why == null) {
        loop.relayed();
      } else {
        loop.count(why);
      }
      return;
    }
    // a phone uses its port again for the next call: the same source, another key
    if (why == Counter.MEDIA_DROPPED_AUTH && channel.isOnePort()) {
      packet.at(0, wireLength);
      if (strangers.media(loop, channel, content, packet, sender, rtcp, why)) {
        return;
      }
      intake.dropped(why);
      return;
    }
    intake.dropped(why);
    loop.count(why);
  }

  /** Whose packets come from there, as far as was proven. */
  private Intake known(PortChannel channel, InetSocketAddress sender) {
    boolean onePort = channel.isOnePort();
    Intake intake = onePort ? loop.sources().get(sender) : channel.attached();
    if (intake == null || intake.home() != loop) {
      return null;
    }
    return (onePort ? intake.isSettled() : intake.comesFrom(sender)) ? intake : null;
  }

  private void handshake(PortChannel channel, PacketBuffer packet, InetSocketAddress sender) {
    if (channel.isOnePort() && strangers.mayKnock(loop, sender)) {
      handshakes.received(packet, sender);
    } else if (channel.isOnePort()) {
      loop.count(Counter.MEDIA_DROPPED_UNPROVEN);
    } else {
      loop.count(Counter.MEDIA_DROPPED_NOT_MEDIA);
    }
  }

  private void zrtp(PortChannel channel, InetSocketAddress sender) {
    loop.count(Counter.MEDIA_DROPPED_ZRTP);
    Intake intake = known(channel, sender);
    if (intake != null) {
      intake.dropped(Counter.MEDIA_DROPPED_ZRTP);
      intake.endpoint().endToEndTried();
    }
  }
}
