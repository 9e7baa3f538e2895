package io.sallyport.protocol.rtp;

/**
 * What a datagram on a media port is, told by its first bytes (RFC 7983 section 7, RFC 5761 section
 * 4). Nothing is proven by it: it only chooses which check comes next.
 */
public enum PacketClass {
  STUN,
  ZRTP,
  DTLS,
  TURN_CHANNEL,
  RTP,
  RTCP,
  OTHER;

  private static final int ZRTP_COOKIE = 0x5a525450;

  /** Classifies the bytes; never reads outside them. */
  public static PacketClass of(byte[] bytes, int offset, int length) {
    if (length < 2) {
      return OTHER;
    }
    int magic = length >= 8 ? RtpHeader.int32(bytes, offset + 4) : 0;
    return of(bytes[offset] & 0xff, bytes[offset + 1] & 0xff, magic, length);
  }

  /**
   * Classifies from the parts that matter, for callers whose packet is not in an array.
   *
   * @param word the 32 bits at offset 4, or 0 where the packet is shorter
   */
  public static PacketClass of(int first, int second, int word, int length) {
    if (first >= 128 && first <= 191) {
      // RTP payload types 64-95 are never used with a marker, so that RTCP types 192-223 are free
      boolean control = second >= 192 && second <= 223;
      if (control) {
        return length >= RtcpHeader.MIN_LENGTH ? RTCP : OTHER;
      }
      return length >= RtpHeader.MIN_LENGTH ? RTP : OTHER;
    }
    if (first <= 3) {
      return STUN;
    }
    if (first >= 16 && first <= 19) {
      return word == ZRTP_COOKIE ? ZRTP : OTHER;
    }
    if (first >= 20 && first <= 63) {
      return DTLS;
    }
    return first >= 64 && first <= 79 ? TURN_CHANNEL : OTHER;
  }
}
