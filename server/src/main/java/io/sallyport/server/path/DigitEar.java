package io.sallyport.server.path;

import io.sallyport.protocol.rtp.RtpHeader;
import java.util.function.IntConsumer;

/**
 * Hears the digits that one side presses, in telephone events (RFC 4733 section 2.5) among its
 * clear packets. Each is told once, at its first packet that comes, and only so many in all,
 * because a phone may press for ever.
 */
final class DigitEar {
  private static final String DIGITS = "0123456789*#ABCD";
  private static final int MOST = 200;
  private static final int EVENT_LENGTH = 4;

  // immutable
  private final long typesBelow64;
  private final long typesAbove;
  private final IntConsumer listener;

  // owned by: the lane's loop
  private boolean heard;
  private int source;
  private int last;
  private int told;

  /**
   * An ear for the telephone events of a stream.
   *
   * @param listener called on the media loop with the digit's character, must only post
   */
  DigitEar(StreamPlan plan, IntConsumer listener) {
    this.listener = listener;
    long below = 0;
    long above = 0;
    for (PayloadFormat format : plan.formats()) {
      if (format.encoding().equalsIgnoreCase("telephone-event")) {
        int type = format.payloadType() & 127;
        below |= type < 64 ? 1L << type : 0;
        above |= type >= 64 ? 1L << (type - 64) : 0;
      }
    }
    typesBelow64 = below;
    typesAbove = above;
  }

  /** A clear RTP packet of the side. */
  void hear(byte[] bytes, int offset, int length) {
    int type = RtpHeader.payloadType(bytes, offset);
    long mask = type < 64 ? typesBelow64 : typesAbove;
    if ((mask >>> (type & 63) & 1) == 0
        || RtpHeader.payloadLength(bytes, offset, length) < EVENT_LENGTH) {
      return;
    }
    int timestamp = RtpHeader.timestamp(bytes, offset);
    int ssrc = RtpHeader.ssrc(bytes, offset);
    if (heard && ssrc == source && timestamp - last <= 0) {
      // the same event goes on, or one of before comes late
      return;
    }
    heard = true;
    source = ssrc;
    last = timestamp;
    int event = bytes[offset + RtpHeader.headerLength(bytes, offset)] & 0xff;
    if (event < DIGITS.length() && told < MOST) {
      told++;
      listener.accept(DIGITS.charAt(event));
    }
  }
}
