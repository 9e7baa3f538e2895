package io.sallyport.protocol.rtp;

/**
 * A cursor over a clear RTCP compound (RFC 3550 section 6, RFC 4585 section 6), in place. One is
 * made per loop and used again and again, so that reading allocates nothing. What does not lie
 * within the datagram, or within its own packet, is not there.
 *
 * <pre>
 * reader.open(bytes, offset, length);
 * while (reader.next()) {
 *   if (reader.isSenderReport()) { ... }
 * }
 * </pre>
 */
public final class RtcpReader {
  /** Bytes of a report block. */
  static final int BLOCK = 24;

  /** Bytes of common header and sender, before a sender report's own part. */
  static final int HEADER = 8;

  private static final int SENDER_PART = 20;

  // owned by: whoever opened it
  private byte[] bytes;
  private int at;
  private int packetEnd;
  private int end;

  /** Starts before the first packet of a compound; {@link #next} moves on to it. */
  public RtcpReader open(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    at = offset;
    packetEnd = offset;
    end = offset + length;
    return this;
  }

  /** Moves to the next packet; false at the end, or where a length lies. */
  public boolean next() {
    at = packetEnd;
    if (end - at < 4 || (bytes[at] & 0xc0) != 0x80) {
      packetEnd = end;
      return false;
    }
    int length = 4 * (RtpHeader.int16(bytes, at + 2) + 1);
    if (length > end - at) {
      packetEnd = end;
      return false;
    }
    packetEnd = at + length;
    return true;
  }

  /** Where the packet begins. */
  public int offset() {
    return at;
  }

  /** Bytes of the packet, with its header and padding. */
  public int length() {
    return packetEnd - at;
  }

  public int type() {
    return bytes[at + 1] & 0xff;
  }

  /** The five bits beside the version: report blocks, chunks, or the format of feedback. */
  public int count() {
    return bytes[at] & 0x1f;
  }

  /** Whether the packet begins with a sender's source: all but an empty BYE and SDES do. */
  public boolean hasSsrc() {
    return length() >= HEADER
        && !((type() == RtcpHeader.GOODBYE || type() == RtcpHeader.SOURCE_DESCRIPTION)
            && count() == 0);
  }

  /** The source that the packet is from, or 0. */
  public int ssrc() {
    return hasSsrc() ? RtpHeader.int32(bytes, at + 4) : 0;
  }

  /** Whether it is a sender report that is long enough to be read. */
  public boolean isSenderReport() {
    return type() == RtcpHeader.SENDER_REPORT && length() >= HEADER + SENDER_PART;
  }

  /** Seconds since 1900 of a sender report's clock. */
  public int ntpSeconds() {
    return RtpHeader.int32(bytes, at + HEADER);
  }

  public int ntpFraction() {
    return RtpHeader.int32(bytes, at + HEADER + 4);
  }

  /** The middle of the NTP time stamp, which reports repeat as LSR: 1/65536 s. */
  public int ntpMiddle() {
    return RtpHeader.int32(bytes, at + HEADER + 2);
  }

  public int rtpTimestamp() {
    return RtpHeader.int32(bytes, at + HEADER + 8);
  }

  /** Packets that the sender has sent. */
  public int packetCount() {
    return RtpHeader.int32(bytes, at + HEADER + 12);
  }

  /** Bytes of payload that the sender has sent. */
  public int octetCount() {
    return RtpHeader.int32(bytes, at + HEADER + 16);
  }

  /** Report blocks that really are in the packet; 0 where it is no report. */
  public int blocks() {
    int first = firstBlock();
    return first == 0 ? 0 : Math.min(count(), (packetEnd - first) / BLOCK);
  }

  /** The source that a report block speaks of. */
  public int blockSsrc(int block) {
    return RtpHeader.int32(bytes, block(block));
  }

  /** Loss since the last report in 1/256. */
  public int fractionLost(int block) {
    return bytes[block(block) + 4] & 0xff;
  }

  /** Loss since the beginning; negative where there were duplicates. */
  public int cumulativeLost(int block) {
    return RtpHeader.int32(bytes, block(block) + 4) << 8 >> 8;
  }

  /** The highest sequence number with its cycles. */
  public int highestSequence(int block) {
    return RtpHeader.int32(bytes, block(block) + 8);
  }

  /** In units of the RTP clock. */
  public int jitter(int block) {
    return RtpHeader.int32(bytes, block(block) + 12);
  }

  /** {@link #ntpMiddle} of the last sender report that the reporter got; 0 for none. */
  public int lastSenderReport(int block) {
    return RtpHeader.int32(bytes, block(block) + 16);
  }

  /** 1/65536 s from that report's arrival to this one. */
  public int delaySinceLastSenderReport(int block) {
    return RtpHeader.int32(bytes, block(block) + 20);
  }

  /** Whether it is feedback that names a media source. */
  public boolean isFeedback() {
    return (type() == RtcpHeader.TRANSPORT_FEEDBACK || type() == RtcpHeader.PAYLOAD_FEEDBACK)
        && length() >= HEADER + 4;
  }

  /** The source that feedback speaks of; 0 where its entries name their own (FIR, REMB). */
  public int mediaSsrc() {
    return RtpHeader.int32(bytes, at + HEADER);
  }

  /** Where the report blocks begin, or 0 where the packet is no report. */
  int firstBlock() {
    if (isSenderReport()) {
      return at + HEADER + SENDER_PART;
    }
    return type() == RtcpHeader.RECEIVER_REPORT && length() >= HEADER ? at + HEADER : 0;
  }

  private int block(int block) {
    if (block < 0 || block >= blocks()) {
      throw new IndexOutOfBoundsException(block);
    }
    return firstBlock() + block * BLOCK;
  }
}
