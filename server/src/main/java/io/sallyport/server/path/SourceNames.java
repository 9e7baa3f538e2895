package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtpHeader;
import java.util.Arrays;

/**
 * The synchronisation sources of one lane as the other side sees them: the same, unless another
 * stream of the same transport uses that number already (RFC 3550 section 8.2), for two streams
 * under one key and one number would share a key stream.
 */
final class SourceNames {
  // owned by: the lane's loop
  private int[] from = new int[1];
  private int[] shown = new int[1];
  private int count;
  // the first pair once more: most lanes have no other
  private int newest;
  private int newestShown;

  // any thread: what was changed, for the reports that come back; replaced whole
  private volatile int[] changes = new int[0];

  /**
   * Makes sure that an RTP packet's source may be shown to that transport, under another number if
   * need be.
   *
   * @return false where the lane has used up its sources
   */
  boolean pass(Endpoint to, Lane lane, PacketBuffer packet) {
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    if (count > 0 && newest == ssrc) {
      rename(packet, ssrc, newestShown);
      return true;
    }
    int at = indexOf(ssrc);
    if (at < 0) {
      at = claim(to, lane, ssrc);
      if (at < 0) {
        return false;
      }
    }
    rename(packet, ssrc, shown[at]);
    swap(at);
    return true;
  }

  /** Pairs of number and shown number that differ. */
  int[] changes() {
    return changes;
  }

  private void rename(PacketBuffer packet, int ssrc, int name) {
    if (name != ssrc) {
      RtpHeader.setSsrc(packet.bytes(), packet.offset(), name);
    }
  }

  private int indexOf(int ssrc) {
    for (int i = 0; i < count; i++) {
      if (from[i] == ssrc) {
        return i;
      }
    }
    return -1;
  }

  private int claim(Endpoint to, Lane lane, int ssrc) {
    if (count >= Numbers.MAX) {
      return -1;
    }
    int name = to.numbers().claim(ssrc, lane);
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      shown = Arrays.copyOf(shown, 2 * count);
    }
    from[count] = ssrc;
    shown[count] = name;
    if (name != ssrc) {
      int[] longer = Arrays.copyOf(changes, changes.length + 2);
      longer[changes.length] = ssrc;
      longer[changes.length + 1] = name;
      changes = longer;
    }
    return count++;
  }

  private void swap(int at) {
    int ssrc = from[at];
    int name = shown[at];
    from[at] = from[0];
    shown[at] = shown[0];
    from[0] = ssrc;
    shown[0] = name;
    newest = ssrc;
    newestShown = name;
  }
}
