package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.PacketClass;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One media transport of a call: its sockets, where the peer is, what protects the packets, and the
 * streams that it carries: one, or several under BUNDLE (RFC 9143). Owned by the phone's loop.
 */
final class MediaTransport {
  // immutable
  private final RtpSockets sockets;

  // owned by: the phone's loop
  private final List<RtpStream> streams = new ArrayList<>();
  private InetSocketAddress remoteRtp;
  private InetSocketAddress remoteRtcp;
  private boolean mux;
  private PacketBuffer arrived = new PacketBuffer(2048);

  /** Null where keys come from SDP. */
  private DtlsMedia dtls;

  // any thread: volatile snapshot, written by the loop; null before something is agreed
  private volatile PacketGuard guard;

  private volatile boolean failed;

  MediaTransport(EventLoop loop, InetAddress address) throws IOException {
    this.sockets = new RtpSockets(loop, address, this::received);
  }

  /** The port to show in SDP. */
  int port() {
    return sockets.port();
  }

  /** Any thread: where RTP is received now. */
  InetSocketAddress local() {
    return sockets.local();
  }

  /** Any thread. */
  String protection() {
    PacketGuard now = guard;
    return now == null ? (failed ? "failed" : "none") : now.name();
  }

  void dtls(DtlsMedia media) {
    dtls = media;
  }

  DtlsMedia dtls() {
    return dtls;
  }

  /** Null before one is agreed. */
  PacketGuard guard() {
    return guard;
  }

  void add(RtpStream stream) {
    streams.add(stream);
  }

  /** The last one closes the sockets. */
  void remove(RtpStream stream) {
    streams.remove(stream);
    if (streams.isEmpty()) {
      if (dtls != null) {
        dtls.close();
      }
      sockets.close();
    }
  }

  /** Where packets go from now on; nowhere for the old form of hold, an address of zeroes. */
  void towards(InetAddress address, int rtpPort, int rtcpPort, boolean sharedPort) {
    boolean nowhere = address.isAnyLocalAddress();
    remoteRtp = nowhere ? null : new InetSocketAddress(address, rtpPort);
    remoteRtcp = nowhere || sharedPort ? remoteRtp : new InetSocketAddress(address, rtcpPort);
    mux = sharedPort;
  }

  /** Sends nothing until somewhere to send to is agreed again. */
  void towardsNobody() {
    remoteRtp = null;
    remoteRtcp = null;
  }

  /** No keys came of the handshake: nothing is sent or heard. */
  void protectionFailed() {
    guard = null;
    failed = true;
  }

  /** What protects packets in both directions from now on. */
  void protect(PacketGuard newGuard) {
    guard = newGuard;
  }

  /** Sends a clear packet; the bytes that went out, 0 while it is not agreed how and where to. */
  int send(byte[] clear, boolean rtcp) {
    if (guard == null || remoteRtp == null) {
      return 0;
    }
    byte[] packet = guard.protect(clear, rtcp);
    if (rtcp && !mux) {
      sockets.sendRtcp(packet, remoteRtcp);
    } else {
      sockets.sendRtp(packet, remoteRtp);
    }
    return packet.length;
  }

  /** Sends what is no media to where media goes. */
  void sendRaw(byte[] datagram) {
    if (remoteRtp != null) {
      sockets.sendRtp(datagram, remoteRtp);
    }
  }

  void sendRaw(byte[] datagram, InetSocketAddress to) {
    sockets.sendRtp(datagram, to);
  }

  /** Goes on from other local ports without telling anybody. */
  void move() throws IOException {
    sockets.move();
  }

  private void received(byte[] packet, InetSocketAddress from, boolean onRtcpSocket) {
    streams.forEach(stream -> stream.counters().seen(from));
    PacketClass kind = PacketClass.of(packet, 0, packet.length);
    switch (kind) {
      case RTP, RTCP -> media(packet, from, kind == PacketClass.RTCP, onRtcpSocket);
      case STUN -> {
        if (dtls == null || onRtcpSocket || !dtls.stun(packet, from)) {
          refuse(PacketRefusal.MISPLACED);
        }
      }
      case DTLS -> {
        if (dtls == null || onRtcpSocket) {
          refuse(PacketRefusal.MISPLACED);
        } else {
          dtls.dtls(packet);
        }
      }
      default -> refuse(PacketRefusal.MISPLACED);
    }
  }

  private void media(byte[] raw, InetSocketAddress from, boolean rtcp, boolean onRtcpSocket) {
    if (guard == null) {
      refuse(PacketRefusal.EARLY);
    } else if (onRtcpSocket != (rtcp && !mux)) {
      refuse(PacketRefusal.MISPLACED);
    } else if (!guard.proves() && isForeign(from, rtcp)) {
      refuse(PacketRefusal.FOREIGN_SOURCE);
    } else {
      arrived = SrtpGuard.fill(arrived, raw);
      PacketBuffer packet = arrived;
      SrtpStatus status = guard.unprotect(packet, rtcp);
      if (status != SrtpStatus.OK) {
        refuse(reason(status));
        return;
      }
      if (guard.proves() && (dtls == null || !dtls.hasIce())) {
        follow(from, rtcp);
      }
      deliver(SrtpGuard.bytes(packet), raw.length, rtcp);
    }
  }

  private boolean isForeign(InetSocketAddress from, boolean rtcp) {
    InetSocketAddress expected = rtcp ? remoteRtcp : remoteRtp;
    return expected != null && !expected.equals(from);
  }

  /** Answers to where a packet came from that proves its sender: one behind NAT may move. */
  private void follow(InetSocketAddress from, boolean rtcp) {
    if (mux) {
      remoteRtp = from;
      remoteRtcp = from;
    } else if (rtcp) {
      remoteRtcp = from;
    } else {
      remoteRtp = from;
    }
  }

  private void deliver(byte[] clear, int bytesOnWire, boolean rtcp) {
    if (rtcp) {
      if (RtcpHeader.valid(clear, 0, clear.length)) {
        reportedOn(clear).rtcp(clear);
      } else {
        refuse(PacketRefusal.MALFORMED);
      }
      return;
    }
    if (!RtpHeader.valid(clear, 0, clear.length)) {
      refuse(PacketRefusal.MALFORMED);
      return;
    }
    int type = RtpHeader.payloadType(clear, 0);
    for (RtpStream stream : streams) {
      if (stream.takes(type)) {
        stream.rtp(clear, bytesOnWire);
        return;
      }
    }
    refuse(PacketRefusal.UNKNOWN_PAYLOAD);
  }

  private RtpStream reportedOn(byte[] compound) {
    int sender = RtcpHeader.ssrc(compound, 0);
    for (RtpStream stream : streams) {
      if (stream.hears(sender)) {
        return stream;
      }
    }
    return streams.get(0);
  }

  private void refuse(PacketRefusal why) {
    if (!streams.isEmpty()) {
      streams.get(0).counters().refused(why);
    }
  }

  private static PacketRefusal reason(SrtpStatus status) {
    return switch (status) {
      case AUTH_FAILED -> PacketRefusal.UNAUTHENTIC;
      case REPLAYED -> PacketRefusal.REPLAYED;
      default -> PacketRefusal.MALFORMED;
    };
  }
}
