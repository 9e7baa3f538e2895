package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One media stream of a call (RFC 3550): its sockets, sequence numbers, SRTP and a sender report
 * every five seconds. Knows payload types but no codec: {@link AudioStream} and {@link VideoStream}
 * fill it.
 */
final class RtpStream {
  private static final int HEADER_BYTES = 12;
  private static final int MAX_SOURCES = 16;
  private static final int REPORT_SECONDS = 5;

  /** Seconds between 1900 and 1970, for NTP time stamps. */
  private static final long NTP_OFFSET = 2_208_988_800L;

  /**
   * Takes the payload of each packet in order of arrival; late and repeated ones are dropped
   * before.
   */
  interface Receiver {
    /**
     * @param missing packets lost before this one, 0 where none
     */
    void payload(int type, byte[] packet, int offset, int length, int missing);
  }

  // immutable
  private final EventLoop loop;
  private final String kind;
  private final RtpSockets sockets;
  private final int ssrc;

  // owned by: the phone's loop
  private Receiver receiver = (type, packet, offset, length, missing) -> {};
  private InetSocketAddress remoteRtp;
  private InetSocketAddress remoteRtcp;
  private int sequence;
  private int timestamp;
  private int expected = -1;
  private long payloadSent;
  private ScheduledFuture<?> reports;

  // any thread: volatile snapshot, written by the loop
  private volatile PacketGuard guard = PacketGuard.PLAIN;

  // any thread: counters
  private final AtomicLong packetsSent = new AtomicLong();
  private final AtomicLong bytesSent = new AtomicLong();
  private final AtomicLong packetsReceived = new AtomicLong();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong rtcpReceived = new AtomicLong();
  private final Set<InetSocketAddress> sources = ConcurrentHashMap.newKeySet();

  RtpStream(EventLoop loop, InetAddress address, String kind, SecureRandom random)
      throws IOException {
    this.loop = loop;
    this.kind = kind;
    this.ssrc = random.nextInt();
    this.sequence = random.nextInt(1 << 15);
    this.timestamp = random.nextInt();
    this.sockets = RtpSockets.open(loop, address, this::received);
  }

  int port() {
    return sockets.port();
  }

  int ssrc() {
    return ssrc;
  }

  PacketGuard guard() {
    return guard;
  }

  void receiver(Receiver newReceiver) {
    receiver = newReceiver;
  }

  /** Where packets go from now on, and under which keys in both directions. */
  void agree(InetSocketAddress rtp, InetSocketAddress rtcp, PacketGuard newGuard) {
    remoteRtp = rtp;
    remoteRtcp = rtcp;
    guard = newGuard;
    if (reports == null) {
      reports =
          loop.scheduleAtFixedRate(this::report, REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Sends one packet; nothing before {@link #agree}. */
  void send(int payloadType, byte[] payload, boolean marker, int timestampStep) {
    if (remoteRtp == null) {
      return;
    }
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    packet.put((byte) 0x80).put((byte) (marker ? payloadType | 0x80 : payloadType));
    packet.putShort((short) sequence++).putInt(timestamp).putInt(ssrc).put(payload);
    timestamp += timestampStep;
    payloadSent += payload.length;
    byte[] guarded = guard.protect(packet.array(), false);
    sockets.sendRtp(guarded, remoteRtp);
    packetsSent.incrementAndGet();
    bytesSent.addAndGet(guarded.length);
  }

  /** Lets time pass without a packet, as while held. */
  void skip(int timestampStep) {
    timestamp += timestampStep;
  }

  private void received(byte[] raw, InetSocketAddress from, boolean rtcp) {
    if (sources.size() < MAX_SOURCES) {
      sources.add(from);
    }
    Optional<byte[]> clear = guard.unprotect(raw, rtcp);
    if (clear.isEmpty()) {
      refused.incrementAndGet();
    } else if (rtcp) {
      rtcpReceived.incrementAndGet();
    } else {
      rtp(clear.get(), raw.length);
    }
  }

  private void rtp(byte[] packet, int bytesOnWire) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    if (packet.length < HEADER_BYTES || (packet[0] & 0xC0) != 0x80) {
      refused.incrementAndGet();
      return;
    }
    int offset = HEADER_BYTES + (packet[0] & 0x0F) * 4;
    if ((packet[0] & 0x10) != 0 && packet.length >= offset + 4) {
      offset += 4 + Short.toUnsignedInt(in.getShort(offset + 2)) * 4;
    }
    int padding = (packet[0] & 0x20) != 0 ? packet[packet.length - 1] & 0xFF : 0;
    int length = packet.length - offset - padding;
    if (length < 0) {
      refused.incrementAndGet();
      return;
    }
    int number = Short.toUnsignedInt(in.getShort(2));
    int ahead = expected < 0 ? 0 : (short) (number - expected);
    if (ahead < 0 && ahead > -100) {
      refused.incrementAndGet();
      return;
    }
    // a jump of more than two seconds is a new start, not a loss
    int missing = ahead > 0 && ahead < 100 ? ahead : 0;
    expected = (number + 1) & 0xFFFF;
    lost.addAndGet(missing);
    packetsReceived.incrementAndGet();
    bytesReceived.addAndGet(bytesOnWire);
    receiver.payload(packet[1] & 0x7F, packet, offset, length, missing);
  }

  /**
   * A compound RTCP packet of a sender report without report blocks and an SDES with a random CNAME
   * (RFC 3550 section 6).
   */
  private void report() {
    if (remoteRtcp == null || packetsSent.get() == 0) {
      return;
    }
    byte[] name = ("phone-" + Integer.toHexString(ssrc)).getBytes(StandardCharsets.US_ASCII);
    int chunk = (4 + 2 + name.length + 1 + 3) / 4 * 4;
    ByteBuffer packet = ByteBuffer.allocate(28 + 4 + chunk);
    long micros = TimeUnit.NANOSECONDS.toMicros(loop.ticker().nanoTime());
    packet.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(ssrc);
    packet
        .putInt((int) (NTP_OFFSET + micros / 1_000_000))
        .putInt((int) ((micros % 1_000_000 << 32) / 1_000_000));
    packet.putInt(timestamp).putInt((int) packetsSent.get()).putInt((int) payloadSent);
    packet.put((byte) 0x81).put((byte) 202).putShort((short) (chunk / 4)).putInt(ssrc);
    packet.put((byte) 1).put((byte) name.length).put(name);
    sockets.sendRtcp(guard.protect(packet.array(), true), remoteRtcp);
  }

  MediaStatistics statistics() {
    return new MediaStatistics(
        kind,
        guard.name(),
        packetsSent.get(),
        bytesSent.get(),
        packetsReceived.get(),
        bytesReceived.get(),
        lost.get(),
        refused.get(),
        rtcpReceived.get(),
        sources);
  }

  void close() {
    if (reports != null) {
      reports.cancel(false);
    }
    sockets.close();
  }
}
