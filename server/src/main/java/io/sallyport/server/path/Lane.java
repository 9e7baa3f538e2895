package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpReader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of one stream: clear packets of one side in, packets for the other side out. RTP,
 * with the RTCP that shares its port, and RTCP on its own are two lanes, because they may come in
 * on two loops.
 *
 * <p>Owned by the loop that receives the packets: it holds our context toward the other side for
 * just these, so that no two loops share one.
 */
final class Lane {
  private static final long TICK_NANOS = 1_000_000_000L;

  // immutable
  private final Figures figures = new Figures();
  private final DirectionQuality quality;
  private final DirectionQuality otherQuality;
  // of the sources that this lane's side sends, and of those that the other sends
  private final SourceNames names;
  private final SourceNames otherNames;

  // any thread: volatile snapshots, replaced when something new is agreed
  private volatile LaneSetting setting;
  private volatile TapRing tap;
  // null until the server has something of its own to do here
  private volatile Interlude interlude;
  private volatile boolean muted;

  // owned by: the loop that receives
  private LaneSetting taken;
  private Endpoint to;
  private boolean video;
  // of the payload type that came last
  private int type = -1;
  private int clockRate;
  private BandwidthCap cap;
  private InetSocketAddress judged;
  private boolean elsewhere;
  private Keys usedKeys;
  private SrtpSession sender;
  // kept for good: a second context under the same key would use its key stream twice
  private final List<SrtpSession> senders = new ArrayList<>(1);
  private final RtcpReader reader = new RtcpReader();
  private ReportNames reportNames;
  private long lastTick;

  Lane(
      SourceNames names,
      SourceNames otherNames,
      DirectionQuality quality,
      DirectionQuality otherQuality) {
    this.names = names;
    this.otherNames = otherNames;
    this.quality = quality;
    this.otherQuality = otherQuality;
  }

  void agree(LaneSetting next) {
    setting = next;
  }

  /** What the server does here of its own accord; made when first asked for. On the shard. */
  Interlude interlude() {
    if (interlude == null) {
      interlude = new Interlude();
    }
    return interlude;
  }

  Figures figures() {
    return figures;
  }

  /** Clear packets of this lane can be read from that ring; null: no more. */
  void tap(TapRing ring) {
    tap = ring;
  }

  /** Whether its packets go no further than their measure and their tap. */
  void mute(boolean now) {
    muted = now;
  }

  /**
   * A clear packet, step by step: quality, cap, tap, mute, target, names, key, out.
   *
   * @param wireLength its length as it came
   * @return the reason why it was dropped, or null
   */
  Counter pass(MediaLoop loop, PacketBuffer packet, boolean rtcp, int wireLength) {
    figures.received(wireLength);
    Counter dropped = forward(loop, packet, rtcp);
    if (dropped == null) {
      figures.sent();
    } else {
      figures.dropped(dropped);
    }
    return dropped;
  }

  private Counter forward(MediaLoop loop, PacketBuffer packet, boolean rtcp) {
    if (!takeUp()) {
      return Counter.MEDIA_DROPPED_NO_PATH;
    }
    long now = loop.now();
    measure(packet, rtcp, now);
    Interlude own = interlude;
    if (own != null && !own.admits(packet, rtcp, now)) {
      return Counter.MEDIA_DROPPED_HELD;
    }
    if (cap != null && !cap.admits(packet.length(), now)) {
      return Counter.MEDIA_DROPPED_CAP;
    }
    return onward(loop, packet, rtcp, muted && !rtcp);
  }

  private Counter onward(MediaLoop loop, PacketBuffer packet, boolean rtcp, boolean shut) {
    TapRing ring = tap;
    if (ring != null) {
      ring.write(rtcp, loop.now(), packet.bytes(), packet.offset(), packet.length());
    }
    if (shut) {
      return Counter.MEDIA_DROPPED_MUTED;
    }
    InetSocketAddress target = to.target(rtcp);
    if (target == null) {
      return Counter.MEDIA_DROPPED_NO_TARGET;
    }
    if (target != judged) {
      judged = target;
      elsewhere = !to.livesAt(target);
    }
    if (elsewhere) {
      to.wentElsewhere();
    }
    Keys keys = to.keysFor(rtcp);
    if (keys != usedKeys) {
      sender = keys == null ? null : senderFor(keys.send());
      usedKeys = keys;
    }
    if (sender == null && to.secure()) {
      return Counter.MEDIA_DROPPED_NO_TARGET;
    }
    if (rtcp) {
      rename(packet);
    } else if (!names.pass(to, this, packet)) {
      return Counter.MEDIA_DROPPED_SOURCES;
    }
    if (sender != null) {
      SrtpStatus status = rtcp ? sender.protectRtcp(packet) : sender.protectRtp(packet);
      if (status != SrtpStatus.OK) {
        return counterOf(status);
      }
    }
    return to.send(loop, packet.bytes(), packet.offset(), packet.length(), target, rtcp, video);
  }

  /** Whether what is said on this lane would arrive somewhere. */
  boolean mayBeHeard() {
    LaneSetting how = setting;
    return how != null
        && how.to().target(false) != null
        && (!how.to().secure() || how.to().keysFor(false) != null);
  }

  /** What the server says itself takes the place of the side's RTP. On the loop that owns this. */
  void beginSpeaking(long now, int clockRate) {
    interlude.splice().begin(quality.reception(), now, clockRate);
  }

  /** Says the next 20 ms; false where the sound is over. */
  boolean speak(MediaLoop loop, Sound sound, boolean first) {
    PacketBuffer packet = loop.scratch();
    byte[] bytes = packet.bytes();
    int length = sound.next(bytes, RtpHeader.MIN_LENGTH);
    if (length < 0) {
      return false;
    }
    Splice splice = interlude.splice();
    splice.advance(loop.now());
    if (length > 0 && takeUp()) {
      packet.at(0, splice.header(bytes, first, sound.payloadType()) + length);
      Counter dropped = onward(loop, packet, false, false);
      if (dropped == null) {
        loop.relayed();
      } else {
        loop.count(dropped);
      }
    }
    return true;
  }

  void endSpeaking() {
    interlude.splice().end();
  }

  /** What was agreed last counts from now on; false where nothing is agreed. */
  private boolean takeUp() {
    LaneSetting how = setting;
    if (how != taken && how != null) {
      taken = how;
      to = how.to();
      video = how.video();
      type = -1;
      cap = how.bitsPerSecond() > 0 ? new BandwidthCap(how.bitsPerSecond()) : null;
    }
    return how != null;
  }

  private void measure(PacketBuffer packet, boolean rtcp, long now) {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    if (rtcp) {
      quality.reported(reader.open(bytes, at, packet.length()), now, otherQuality);
      return;
    }
    int payloadType = RtpHeader.payloadType(bytes, at);
    if (payloadType != type) {
      type = payloadType;
      clockRate = taken.clockRates()[payloadType];
    }
    quality.received(
        RtpHeader.ssrc(bytes, at),
        RtpHeader.sequence(bytes, at),
        RtpHeader.timestamp(bytes, at),
        now,
        clockRate);
    if (now - lastTick > TICK_NANOS) {
      lastTick = now;
      quality.tick(now, otherQuality);
    }
  }

  /** Reports name sources as the side that they go to knows them. */
  private void rename(PacketBuffer packet) {
    int[] own = names.changes();
    int[] others = otherNames.changes();
    if (own.length + others.length > 0) {
      if (reportNames == null || !reportNames.isOf(own, others)) {
        reportNames = new ReportNames(own, others);
      }
      reportNames.put(packet);
    }
  }

  private SrtpSession senderFor(SrtpKey key) {
    for (SrtpSession each : senders) {
      if (each.key().sameAs(key)) {
        return each;
      }
    }
    SrtpSession made = SrtpSession.sending(key);
    senders.add(made);
    return made;
  }

  static Counter counterOf(SrtpStatus status) {
    return switch (status) {
      case AUTH_FAILED -> Counter.MEDIA_DROPPED_AUTH;
      case REPLAYED -> Counter.MEDIA_DROPPED_REPLAY;
      case TOO_MANY_SOURCES -> Counter.MEDIA_DROPPED_SOURCES;
      case OK, MALFORMED -> Counter.MEDIA_DROPPED_MALFORMED;
    };
  }
}
