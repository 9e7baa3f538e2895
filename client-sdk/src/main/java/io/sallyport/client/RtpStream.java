package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.rtp.RtpHeader;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One media stream of a call (RFC 3550) on its transport: sequence numbers, figures, and a report
 * every two seconds. Knows payload types but no codec: {@link AudioStream} and {@link VideoStream}
 * fill it. Owned by the phone's loop, except {@link #statistics}.
 */
final class RtpStream implements RtcpReports.Reader {
  private static final int FIRST_REPORT_MILLIS = 500;
  private static final int REPORT_MILLIS = 2_000;

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
  private final int ssrc;
  private final Reception reception;
  private final StreamCounters counters = new StreamCounters();

  // owned by: the phone's loop
  private Receiver receiver = (type, packet, offset, length, missing) -> {};
  private Set<Integer> payloadTypes = Set.of();
  private int sequence;
  private int timestamp;
  private long payloadSent;
  private long reported;
  private ScheduledFuture<?> reports;

  // any thread: volatile, written by the loop
  private volatile MediaTransport transport;

  RtpStream(EventLoop loop, String kind, int clockRate, MediaTransport own, SecureRandom random) {
    this.loop = loop;
    this.kind = kind;
    this.ssrc = random.nextInt();
    this.reception = new Reception(clockRate);
    this.sequence = random.nextInt(1 << 15);
    this.timestamp = random.nextInt();
    this.transport = own;
    own.add(this);
  }

  MediaTransport transport() {
    return transport;
  }

  /** Shares another transport from now on. */
  void moveTo(MediaTransport shared) {
    if (transport != shared) {
      transport.remove(this);
      transport = shared;
      shared.add(this);
    }
  }

  StreamCounters counters() {
    return counters;
  }

  String cname() {
    return "phone-" + Integer.toHexString(ssrc);
  }

  int ssrc() {
    return ssrc;
  }

  void receiver(Receiver newReceiver) {
    receiver = newReceiver;
  }

  /** Which payload types are for this stream; from now on it also reports. */
  void agree(Set<Integer> types) {
    payloadTypes = types;
    if (reports == null) {
      reports =
          loop.scheduleAtFixedRate(
              this::report, FIRST_REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  boolean takes(int payloadType) {
    return payloadTypes.contains(payloadType);
  }

  boolean hears(int source) {
    return reception.hears(source);
  }

  /** Sends one packet; nothing before it is agreed where to. */
  void send(int payloadType, byte[] payload, boolean marker, int timestampStep) {
    byte[] packet = new byte[RtpHeader.MIN_LENGTH + payload.length];
    RtpHeader.write(packet, 0, marker, payloadType, sequence, timestamp, ssrc);
    System.arraycopy(payload, 0, packet, RtpHeader.MIN_LENGTH, payload.length);
    int bytes = transport.send(packet, false);
    timestamp += timestampStep;
    if (bytes > 0) {
      sequence++;
      payloadSent += payload.length;
      counters.packetsSent.incrementAndGet();
      counters.bytesSent.addAndGet(bytes);
    }
  }

  /** Lets time pass without a packet, as while held. */
  void skip(int timestampStep) {
    timestamp += timestampStep;
  }

  /** A clear, valid packet. */
  void rtp(byte[] packet, int bytesOnWire) {
    long now = loop.ticker().nanoTime();
    int missing =
        reception.packet(
            RtpHeader.ssrc(packet, 0),
            RtpHeader.sequence(packet, 0),
            RtpHeader.timestamp(packet, 0),
            now);
    if (missing < 0) {
      counters.refused(PacketRefusal.LATE);
      return;
    }
    counters.lost.addAndGet(missing);
    counters.packetsReceived.incrementAndGet();
    counters.bytesReceived.addAndGet(bytesOnWire);
    counters.jitter(reception.jitter());
    receiver.payload(
        RtpHeader.payloadType(packet, 0),
        packet,
        RtpHeader.headerLength(packet, 0),
        RtpHeader.payloadLength(packet, 0, packet.length),
        missing);
  }

  /** A clear, valid compound. */
  void rtcp(byte[] compound) {
    counters.rtcpReceived.incrementAndGet();
    RtcpReports.read(compound, this);
  }

  @Override
  public void senderReport(int source, long ntp) {
    reception.senderReport(source, ntp, loop.ticker().nanoTime());
  }

  @Override
  public void about(int ourSsrc, int lastReport, int delay) {
    if (ourSsrc == ssrc && lastReport != 0) {
      counters.roundTrip(RtcpReports.roundTrip(lastReport, delay, loop.ticker().nanoTime()));
    }
  }

  private void report() {
    long sent = counters.packetsSent.get();
    if (sent == 0 && !reception.heard()) {
      return;
    }
    byte[] compound =
        RtcpReports.compose(
            ssrc,
            cname(),
            sent == reported ? null : new RtcpReports.Sent(timestamp, sent, payloadSent),
            reception.heard() ? reception : null,
            loop.ticker().nanoTime());
    reported = sent;
    if (transport.send(compound, true) > 0) {
      counters.rtcpSent.incrementAndGet();
    }
  }

  /** Any thread. */
  MediaStatistics statistics() {
    return counters.snapshot(kind, transport.protection(), transport.local());
  }

  void close() {
    if (reports != null) {
      reports.cancel(false);
    }
    transport.remove(this);
  }
}
