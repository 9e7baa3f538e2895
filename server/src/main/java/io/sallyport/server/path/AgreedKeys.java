package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The SRTP keys of one transport: RTP's, and those of RTCP on its own, which makes a handshake of
 * its own (RFC 5764 section 3). Behind NAT nothing in a handshake tells whose it is, so the keys of
 * each are kept by the place that it came from. What is guessed first, the earlier one for RTP, is
 * put right by the first packet that verifies.
 */
final class AgreedKeys {
  private static final int MAX_PLACES = 8;

  // any thread: volatile snapshots
  private volatile Keys media;
  private volatile Keys control;

  // guarded by: this
  private final Map<InetSocketAddress, Keys> handshakes = new HashMap<>(4);
  private InetSocketAddress mediaPlace;
  private InetSocketAddress controlPlace;
  private boolean mediaSeen;
  private long firstAt;

  /** The keys of a component; null while there are none. */
  Keys of(boolean rtcp) {
    return rtcp ? control : media;
  }

  /** Keys from SDP, the same for both; null: none. */
  synchronized void both(Keys agreed) {
    if (agreed == null || !agreed.sameAs(media)) {
      media = agreed;
      control = agreed;
    }
  }

  /**
   * Another certificate was agreed on: what its handshakes give says nothing about those before.
   */
  synchronized void startOver() {
    handshakes.clear();
    mediaPlace = null;
    controlPlace = null;
    mediaSeen = false;
  }

  /** A handshake gave keys for all that the transport carries. */
  synchronized void shook(InetSocketAddress place, Keys agreed) {
    keep(place, agreed);
    mediaPlace = place;
    media = newer(agreed, media);
  }

  /**
   * A handshake gave keys, and RTCP makes its own.
   *
   * @param named what SDP names there: RTCP, RTP, or null for nothing
   */
  synchronized void shookApart(InetSocketAddress place, Keys agreed, Boolean named, long nanoTime) {
    if (handshakes.isEmpty()) {
      firstAt = nanoTime;
    }
    keep(place, agreed);
    boolean known = place.equals(mediaPlace) || place.equals(controlPlace);
    if (named != null) {
      assign(place, named, true);
    } else if (!known && mediaPlace == null) {
      mediaPlace = place;
    } else if (!known && controlPlace == null) {
      controlPlace = place;
    }
    publish();
  }

  private void keep(InetSocketAddress place, Keys agreed) {
    if (handshakes.size() >= MAX_PLACES && !handshakes.containsKey(place)) {
      handshakes.keySet().removeIf(old -> !old.equals(mediaPlace) && !old.equals(controlPlace));
    }
    handshakes.put(place, agreed);
  }

  /**
   * A packet came from a place of which only a handshake is known: where it verifies, the keys of
   * that handshake are its component's.
   *
   * @return whether the components changed
   */
  synchronized boolean seen(InetSocketAddress place, PacketBuffer packet, boolean rtcp) {
    Keys own = handshakes.get(place);
    boolean settled = rtcp ? place.equals(controlPlace) : mediaSeen && place.equals(mediaPlace);
    // RTP is known by its packets; its RTCP may come there too, against what was agreed
    if (own == null || settled || rtcp && mediaSeen && place.equals(mediaPlace)) {
      return false;
    }
    SrtpSession session = SrtpSession.receiving(own.receive());
    if (rtcp ? !session.verifiesRtcp(packet) : !session.verifiesRtp(packet)) {
      return false;
    }
    boolean guessed = !mediaSeen;
    mediaSeen |= !rtcp;
    if (place.equals(rtcp ? controlPlace : mediaPlace)) {
      return false;
    }
    assign(place, rtcp, guessed);
    publish();
    return true;
  }

  /**
   * Gives the place to a component.
   *
   * @param exchange whether the other component, where it is left without, gets the place before
   */
  private void assign(InetSocketAddress place, boolean rtcp, boolean exchange) {
    InetSocketAddress before = rtcp ? controlPlace : mediaPlace;
    if (place.equals(before)) {
      return;
    }
    InetSocketAddress other = rtcp ? mediaPlace : controlPlace;
    if (other == null || other.equals(place)) {
      other = exchange ? before : null;
    }
    mediaPlace = rtcp ? other : place;
    controlPlace = rtcp ? place : other;
  }

  private void publish() {
    media = newer(mediaPlace == null ? null : handshakes.get(mediaPlace), media);
    control = newer(controlPlace == null ? null : handshakes.get(controlPlace), control);
  }

  /** The same object for the same keys, by which loops know that nothing is new. */
  private static Keys newer(Keys agreed, Keys before) {
    return agreed != null && agreed.sameAs(before) ? before : agreed;
  }

  /** Where the component's handshake came from; null where it made none. */
  synchronized InetSocketAddress place(boolean rtcp) {
    return rtcp ? controlPlace : mediaPlace;
  }

  /** Whether one of two handshakes has come, so lately that the other is still expected. */
  synchronized boolean awaitsOther(long nanoTime, long limitNanos) {
    return handshakes.size() == 1 && nanoTime - firstAt < limitNanos;
  }

  /** In a debugger only: no key is printed. */
  @Override
  public String toString() {
    Keys now = media;
    return Objects.toString(mediaPlace) + " " + (now == null ? "no keys" : now.words());
  }
}
