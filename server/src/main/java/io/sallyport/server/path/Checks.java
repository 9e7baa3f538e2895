package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * ICE connectivity checks that come to one loop (RFC 8445): answered where they authenticate, and
 * then a proof of where the side is. Whoever knows neither user name nor password gets nothing.
 */
final class Checks {
  // immutable
  private final MediaLoop loop;
  private final Registry registry;
  private final Probes probes;
  private final IceLite ice;

  Checks(MediaLoop loop, Registry registry, Probes probes) {
    this.loop = loop;
    this.registry = registry;
    this.probes = probes;
    this.ice = new IceLite(this::credentials);
  }

  /** A STUN message. On the loop. */
  void received(PortChannel channel, PacketBuffer packet, InetSocketAddress sender) {
    if (!channel.isOnePort()) {
      loop.count(Counter.MEDIA_DROPPED_NOT_MEDIA);
      return;
    }
    IceLite.Outcome outcome =
        ice.received(packet.bytes(), packet.offset(), packet.length(), sender);
    if (outcome instanceof IceLite.Respond respond) {
      answer(channel, respond.length(), sender);
      loop.count(Counter.MEDIA_CHECKS_ANSWERED);
      Endpoint endpoint = registry.ofFragment(respond.credentials().localFragment());
      if (endpoint != null) {
        endpoint.media().checked(loop, sender, respond.nominated());
      } else {
        probes.answered(respond.credentials().localFragment(), sender);
      }
    } else if (outcome instanceof IceLite.Refuse refuse) {
      answer(channel, refuse.length(), sender);
    } else {
      loop.count(Counter.MEDIA_DROPPED_STUN);
    }
  }

  private void answer(PortChannel channel, int length, InetSocketAddress sender) {
    Counter dropped = channel.sendPlain(ice.answer(), 0, length, sender);
    if (dropped != null) {
      loop.count(dropped);
    }
  }

  /** A peer may check before its answer has reached us: our half of the credentials is enough. */
  private Optional<IceCredentials> credentials(String fragment) {
    Endpoint endpoint = registry.ofFragment(fragment);
    if (endpoint == null) {
      return Optional.ofNullable(probes.named(fragment));
    }
    return endpoint.closed() ? Optional.empty() : Optional.ofNullable(endpoint.named(fragment));
  }
}
