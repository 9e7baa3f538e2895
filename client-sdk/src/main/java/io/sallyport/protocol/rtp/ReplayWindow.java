package io.sallyport.protocol.rtp;

/**
 * Where the packets of one source are in their count, and which of the last 64 were there already
 * (RFC 3711 sections 3.3.1 and 3.3.2). An RTP packet's index is its rollover counter and its
 * sequence number, an RTCP packet's is the one that it carries.
 */
final class ReplayWindow {
  private static final int SIZE = 64;

  // owned by: the loop of the stream
  private long highest = -1;
  // bit n: the packet n before the highest was there
  private long seen;

  /** The rollover counter that an RTP packet is likely to have; -1: it is of before the first. */
  int rolloverOf(int sequence) {
    if (highest < 0) {
      return 0;
    }
    int rollover = (int) (highest >> 16);
    int last = (int) highest & 0xffff;
    if (last < 0x8000) {
      return sequence - last > 0x8000 ? rollover - 1 : rollover;
    }
    return last - 0x8000 > sequence ? rollover + 1 : rollover;
  }

  /**
   * Whether that packet was there already, or is too old for anybody to know; as one before 0 is.
   */
  boolean has(long index) {
    long behind = highest - index;
    return index < 0 || behind >= SIZE || behind >= 0 && (seen >>> behind & 1) != 0;
  }

  /** A packet that was proven, or is being sent. */
  void add(long index) {
    long ahead = index - highest;
    if (ahead > 0) {
      seen = ahead < SIZE ? seen << ahead | 1 : 1;
      highest = index;
    } else {
      seen |= 1L << -ahead;
    }
  }

  /** The highest index so far, -1 where there was none. */
  long highest() {
    return highest;
  }
}
