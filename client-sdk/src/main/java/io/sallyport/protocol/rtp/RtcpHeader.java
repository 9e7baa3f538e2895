package io.sallyport.protocol.rtp;

/**
 * The RTCP common header (RFC 3550 section 6.4), read in place. {@link #valid} is for clear
 * packets: SRTCP hides all but the first.
 */
public final class RtcpHeader {
  /** The common header and the sender's SSRC. */
  public static final int MIN_LENGTH = 8;

  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SOURCE_DESCRIPTION = 202;
  public static final int GOODBYE = 203;
  public static final int APPLICATION = 204;

  /** Transport layer feedback: generic NACK, TMMBR, transport-wide congestion control. */
  public static final int TRANSPORT_FEEDBACK = 205;

  /** Payload-specific feedback: PLI, SLI, FIR, REMB. */
  public static final int PAYLOAD_FEEDBACK = 206;

  public static final int EXTENDED_REPORT = 207;

  private RtcpHeader() {}

  /** Whether every packet of the compound has version 2 and ends within the datagram. */
  public static boolean valid(byte[] bytes, int offset, int length) {
    if (length < MIN_LENGTH) {
      return false;
    }
    int at = 0;
    while (at < length) {
      if (length - at < 4 || (bytes[offset + at] & 0xc0) != 0x80) {
        return false;
      }
      at += 4 * (RtpHeader.int16(bytes, offset + at + 2) + 1);
    }
    return at == length;
  }

  public static int type(byte[] bytes, int offset) {
    return bytes[offset + 1] & 0xff;
  }

  /** The SSRC of the first packet's sender, in clear also under SRTCP. */
  public static int ssrc(byte[] bytes, int offset) {
    return RtpHeader.int32(bytes, offset + 4);
  }

  /**
   * Writes an empty receiver report (RFC 3550 section 6.4.2) and returns its length: the smallest
   * packet that opens a NAT's path for RTCP.
   */
  public static int writeEmptyReport(byte[] bytes, int offset, int ssrc) {
    bytes[offset] = (byte) 0x80;
    bytes[offset + 1] = (byte) RECEIVER_REPORT;
    bytes[offset + 2] = 0;
    bytes[offset + 3] = 1;
    RtpHeader.putInt32(bytes, offset + 4, ssrc);
    return MIN_LENGTH;
  }
}
