package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpHeader;
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
  // immutable
  private final Figures figures = new Figures();
  // of the sources that this lane's side sends, and of those that the other sends
  private final SourceNames names;
  private final SourceNames otherNames;

  // any thread: volatile snapshots, replaced when something new is agreed
  private volatile LaneSetting setting;

  // owned by: the loop that receives
  private InetSocketAddress judged;
  private boolean elsewhere;
  private Keys usedKeys;
  private SrtpSession sender;
  // kept for good: a second context under the same key would use its key stream twice
  private final List<SrtpSession> senders = new ArrayList<>(1);
  private ReportNames reportNames;

  Lane(SourceNames names, SourceNames otherNames) {
    this.names = names;
    this.otherNames = otherNames;
  }

  void agree(LaneSetting next) {
    setting = next;
  }

  Figures figures() {
    return figures;
  }

  /**
   * Sends a clear packet on.
   *
   * @return the reason why it was dropped, or null
   */
  Counter forward(MediaLoop loop, PacketBuffer packet, boolean rtcp) {
    LaneSetting how = setting;
    if (how == null) {
      return Counter.MEDIA_DROPPED_NO_PATH;
    }
    Endpoint to = how.to();
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
    Keys keys = to.keys();
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
    return to.send(loop, packet.bytes(), packet.offset(), packet.length(), target, rtcp, how.video());
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
