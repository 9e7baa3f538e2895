package io.sallyport.server.path;

import io.sallyport.protocol.rtp.RtpHeader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One stream among those that a transport carries: how its packets are told from the others' (RFC
 * 9143 section 9.2), and the lanes that they take.
 */
final class Route {
  // immutable
  private final byte[] mid;
  private final int midExtension;
  private final long typesBelow64;
  private final long typesAbove;
  // RTP and what shares its port; RTCP that comes on its own
  final Lane media;
  final Lane control;

  Route(StreamPlan.End end, Lane media, Lane control) {
    this.mid = end.mid().getBytes(StandardCharsets.US_ASCII);
    this.midExtension = end.midExtension();
    this.typesBelow64 = bits(end.payloadTypes(), 0);
    this.typesAbove = bits(end.payloadTypes(), 64);
    this.media = media;
    this.control = control;
  }

  boolean carries(int payloadType) {
    return ((payloadType < 64 ? typesBelow64 : typesAbove) >>> (payloadType & 63) & 1) != 0;
  }

  /** Whether the packet itself names this stream by its mid. */
  boolean namedIn(byte[] bytes, int offset, int length) {
    if (midExtension == 0 || mid.length == 0) {
      return false;
    }
    int at = RtpHeader.extension(bytes, offset, length, midExtension);
    if (at < 0 || at + mid.length > offset + length) {
      return false;
    }
    for (int i = 0; i < mid.length; i++) {
      if (bytes[at + i] != mid[i]) {
        return false;
      }
    }
    return true;
  }

  private static long bits(Set<Integer> types, int from) {
    long bits = 0;
    for (int type : types) {
      if (type >= from && type < from + 64) {
        bits |= 1L << (type - from);
      }
    }
    return bits;
  }
}
