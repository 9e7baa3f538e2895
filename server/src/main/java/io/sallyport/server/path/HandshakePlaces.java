package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What DTLS handshakes mean for one transport: whether one from a place is likely to be its own,
 * and which component it is of, where RTP and RTCP make one each. Any thread.
 */
final class HandshakePlaces {
  /** How long after the first of two handshakes the other is expected before anybody else's. */
  private static final long OTHER_NANOS = TimeUnit.SECONDS.toNanos(5);

  // immutable
  private final Endpoint endpoint;
  private final Registry registry;
  private final AgreedKeys keys;
  private final Places places;

  HandshakePlaces(Endpoint endpoint, Registry registry, AgreedKeys keys, Places places) {
    this.endpoint = endpoint;
    this.registry = registry;
    this.keys = keys;
    this.places = places;
  }

  /** What was agreed names addresses that a hello may come from. On the shard. */
  void expected(TransportPlan plan) {
    registry.dtls(endpoint);
    expect(plan.media());
    expect(plan.control());
  }

  private void expect(Whereabouts where) {
    registry.hellos().expect(where.signalling(), endpoint);
    where.address().ifPresent(address -> registry.hellos().expect(address, endpoint));
  }

  /**
   * How well a handshake from a place, with the certificate that was promised, fits here; the
   * lowest is the best.
   *
   * @return -1 where nothing waits for one from there
   */
  int fits(InetSocketAddress place, long nanoTime) {
    if (named(place) != null || endpoint.livesThere(place)) {
      return 0;
    }
    boolean another = !endpoint.muxed() && keys.of(true) == null;
    if (!endpoint.mayBeAt(place) || keys.of(false) != null && !another) {
      return -1;
    }
    boolean expected = another && keys.awaitsOther(nanoTime, OTHER_NANOS);
    int turn = expected ? 1 : keys.of(false) == null ? 2 : 5;
    return endpoint.livesAt(place) ? turn : turn + 2;
  }

  /** A handshake from a place gave keys. */
  synchronized void shook(InetSocketAddress place, Keys agreed, long nanoTime) {
    if (endpoint.muxed()) {
      keys.shook(place, agreed);
    } else {
      keys.shookApart(place, agreed, named(place), nanoTime);
    }
    if (endpoint.ice() != null || !places.add(place)) {
      return;
    }
    registry.expect(place, endpoint.media());
    registry.expect(place, endpoint.control());
    if (place.equals(keys.place(false))) {
      places.proven(false, place, Proof.DTLS);
    } else if (place.equals(keys.place(true))) {
      places.proven(true, place, Proof.DTLS);
    } else {
      places.record(place, Proof.DTLS);
    }
  }

  /** What SDP names there: RTCP, RTP, or null. */
  private Boolean named(InetSocketAddress place) {
    Whereabouts control = endpoint.where(endpoint.control());
    if (control != null && control.declared().filter(place::equals).isPresent()) {
      return Boolean.TRUE;
    }
    return endpoint.declares(place) ? Boolean.FALSE : null;
  }

  /**
   * A packet came from a place of which only a handshake is known: it may tell which of two that
   * was, and where RTP and RTCP are. On a media loop.
   */
  void sortOut(InetSocketAddress place, PacketBuffer packet, boolean rtcp) {
    if (endpoint.muxed() || endpoint.ice() != null) {
      return;
    }
    synchronized (this) {
      InetSocketAddress media = keys.place(false);
      InetSocketAddress control = keys.place(true);
      if (keys.seen(place, packet, rtcp)) {
        correct(false, media, keys.place(false));
        correct(true, control, keys.place(true));
      }
    }
  }

  private void correct(boolean rtcp, InetSocketAddress before, InetSocketAddress now) {
    if (!Objects.equals(before, now)) {
      places.correct(rtcp, now);
    }
  }
}
