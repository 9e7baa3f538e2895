package io.sallyport.client;

import io.sallyport.protocol.rtp.RtcpHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sender and receiver reports (RFC 3550 section 6.4), written and read. */
final class RtcpReports {
  /** Seconds between 1900 and 1970, so that a clock that starts at zero shows no absurd year. */
  private static final long NTP_OFFSET = 2_208_988_800L;

  /** Takes what a peer reports. */
  interface Reader {
    void senderReport(int source, long ntp);

    /** A report block on one of our streams. */
    void about(int ourSsrc, int lastReport, int delay);
  }

  /** What a sender has sent so far (section 6.4.1). */
  record Sent(int timestamp, long packets, long payloadBytes) {}

  private RtcpReports() {}

  /** NTP time of a clock in nanoseconds: 32 bits of seconds, 32 of fraction. */
  static long ntp(long nanos) {
    long seconds = Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    long fraction = (Math.floorMod(nanos, TimeUnit.SECONDS.toNanos(1)) << 32) / 1_000_000_000;
    return (seconds + NTP_OFFSET) << 32 | fraction;
  }

  /**
   * A compound of one report and a description with a CNAME.
   *
   * @param sent null for a receiver report
   * @param reception null before anything was heard
   */
  static byte[] compose(int ssrc, String cname, Sent sent, Reception reception, long nanos) {
    byte[] name = cname.getBytes(StandardCharsets.US_ASCII);
    int chunk = (4 + 2 + name.length + 1 + 3) / 4 * 4;
    int blocks = reception == null ? 0 : 1;
    int report = 8 + (sent == null ? 0 : 20) + blocks * Reception.BLOCK_BYTES;
    ByteBuffer out = ByteBuffer.allocate(report + 4 + chunk);
    int type = sent == null ? RtcpHeader.RECEIVER_REPORT : RtcpHeader.SENDER_REPORT;
    out.put((byte) (0x80 | blocks)).put((byte) type).putShort((short) (report / 4 - 1));
    out.putInt(ssrc);
    if (sent != null) {
      out.putLong(ntp(nanos)).putInt(sent.timestamp());
      out.putInt((int) sent.packets()).putInt((int) sent.payloadBytes());
    }
    if (reception != null) {
      reception.write(out, nanos);
    }
    out.put((byte) 0x81).put((byte) RtcpHeader.SOURCE_DESCRIPTION).putShort((short) (chunk / 4));
    out.putInt(ssrc).put((byte) 1).put((byte) name.length).put(name);
    return out.array();
  }

  /** Reads a compound that {@link RtcpHeader#valid} has passed. */
  static void read(byte[] compound, Reader reader) {
    ByteBuffer in = ByteBuffer.wrap(compound);
    int at = 0;
    while (at + 4 <= compound.length) {
      int end = at + 4 * (Short.toUnsignedInt(in.getShort(at + 2)) + 1);
      int type = RtcpHeader.type(compound, at);
      int block = at + 8;
      if (type == RtcpHeader.SENDER_REPORT && end - at >= 28) {
        reader.senderReport(in.getInt(at + 4), in.getLong(at + 8));
        block = at + 28;
      }
      if (type == RtcpHeader.SENDER_REPORT || type == RtcpHeader.RECEIVER_REPORT) {
        for (int i = 0; i < (compound[at] & 0x1F) && block + Reception.BLOCK_BYTES <= end; i++) {
          reader.about(in.getInt(block), in.getInt(block + 16), in.getInt(block + 20));
          block += Reception.BLOCK_BYTES;
        }
      }
      at = end;
    }
  }

  /** The round trip that a block on our stream tells (section 6.4.1, figure 2). */
  static Duration roundTrip(int lastReport, int delay, long nanos) {
    long units = Integer.toUnsignedLong((int) (ntp(nanos) >> 16) - lastReport - delay);
    // clocks of 1/65536 s: a peer that rounds its delay up must not make the trip wrap
    long positive = units > 1L << 31 ? 0 : units;
    return Duration.ofNanos(positive * 1_000_000_000 / 65_536);
  }
}
