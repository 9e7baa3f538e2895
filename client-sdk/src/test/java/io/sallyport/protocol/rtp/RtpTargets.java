package io.sallyport.protocol.rtp;

import java.util.Arrays;

/**
 * What is done with bytes from strangers, for random tests and for the fuzzer: none of it may
 * throw, read outside the packet or change its length. The packet ends where its array ends, so
 * that a read behind it throws.
 */
public final class RtpTargets {
  private RtpTargets() {}

  /** RTP: every reader of a header that is valid. */
  public static void rtp(byte[] packet) {
    int length = packet.length;
    PacketClass.of(packet, 0, length);
    boolean valid = RtpHeader.valid(packet, 0, length);
    for (int id = 0; id < 256; id += id < 16 ? 1 : 60) {
      int at = RtpHeader.extension(packet, 0, length, id);
      if (at >= 0) {
        int end = at + RtpHeader.extensionLength(packet, 0, at);
        check(valid && at > RtpHeader.MIN_LENGTH && end <= RtpHeader.headerLength(packet, 0));
      }
    }
    if (valid) {
      int header = RtpHeader.headerLength(packet, 0);
      int payload = RtpHeader.payloadLength(packet, 0, length);
      check(header >= RtpHeader.MIN_LENGTH && payload >= 0 && header + payload <= length);
      RtpHeader.setSsrc(packet, 0, RtpHeader.ssrc(packet, 0) + 1);
      RtpHeader.setSequence(packet, 0, RtpHeader.sequence(packet, 0) + 1);
      check(RtpHeader.valid(packet, 0, length));
    }
  }

  /** RTCP: read to the end, rewritten, and rewritten back. */
  public static void rtcp(byte[] packet) {
    boolean valid = RtcpHeader.valid(packet, 0, packet.length);
    RtcpReader reader = new RtcpReader().open(packet, 0, packet.length);
    int read = 0;
    SsrcMap there = new SsrcMap(8);
    SsrcMap back = new SsrcMap(8);
    while (reader.next()) {
      read += reader.length();
      note(reader.ssrc(), there, back);
      if (reader.isSenderReport()) {
        check(reader.ntpMiddle() == (reader.ntpSeconds() << 16 | reader.ntpFraction() >>> 16));
        reader.rtpTimestamp();
        reader.packetCount();
        reader.octetCount();
      }
      for (int i = 0; i < reader.blocks(); i++) {
        note(reader.blockSsrc(i), there, back);
        check(reader.fractionLost(i) < 256 && reader.cumulativeLost(i) < 1 << 23);
        reader.highestSequence(i);
        reader.jitter(i);
        reader.lastSenderReport(i);
        reader.delaySinceLastSenderReport(i);
      }
      if (reader.isFeedback()) {
        note(reader.mediaSsrc(), there, back);
      }
    }
    check(!valid || read == packet.length);
    byte[] before = packet.clone();
    RtcpRewriter rewriter = new RtcpRewriter();
    int changed = rewriter.rewrite(packet, 0, packet.length, there);
    check(valid == RtcpHeader.valid(packet, 0, packet.length));
    check(changed > 0 || Arrays.equals(before, packet));
    check(rewriter.rewrite(packet, 0, packet.length, back) == changed);
    check(Arrays.equals(before, packet));
  }

  /** Substitutes that no packet holds by chance, so that the way back is the same. */
  private static void note(int ssrc, SsrcMap there, SsrcMap back) {
    boolean known = there.get(ssrc) != ssrc;
    if (!known && ssrc >>> 16 != 0x7ea1 && there.put(ssrc, 0x7ea10000 | there.size())) {
      back.put(there.get(ssrc), ssrc);
    }
  }

  private static void check(boolean truth) {
    if (!truth) {
      throw new IllegalStateException("a reader believed a lie");
    }
  }
}
