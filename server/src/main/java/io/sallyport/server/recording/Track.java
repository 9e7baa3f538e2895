package io.sallyport.server.recording;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PayloadFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One side of one m= line of a recorded call: its rings, and what its payload types mean now. */
final class Track {
  // immutable
  private final int line;
  private final StreamInfo.Side side;

  // owned by: rec
  private final List<MediaTap> rings = new ArrayList<>();
  private final Map<Integer, PayloadFormat> formats = new HashMap<>();
  private String label = "";
  private StreamInfo info;
  private long recorded;
  private long lastArrival = Long.MIN_VALUE + 1;
  private long idleSince;

  Track(int line, StreamInfo.Side side) {
    this.line = line;
    this.side = side;
  }

  boolean is(int otherLine, StreamInfo.Side otherSide) {
    return line == otherLine && side == otherSide;
  }

  int line() {
    return line;
  }

  StreamInfo.Side side() {
    return side;
  }

  /** The stream that packets are recorded under now; null before the first. */
  StreamInfo info() {
    return info;
  }

  List<MediaTap> rings() {
    return rings;
  }

  /** Packets of this line and side, under whatever streams. */
  long recorded() {
    return recorded;
  }

  /** When the last packet of media arrived that was recorded. */
  long lastArrival() {
    return lastArrival;
  }

  void count(boolean control, long nanoTime) {
    recorded++;
    lastArrival = control ? lastArrival : nanoTime;
  }

  /**
   * Takes up what was agreed.
   *
   * @param nextIndex for a further stream, where numbers have got another meaning
   * @return whether the stream has to be told of (again)
   */
  boolean agree(String kind, List<PayloadFormat> agreed, int nextIndex) {
    boolean same =
        info != null
            && kind.equals(label)
            && agreed.stream().allMatch(f -> means(formats.getOrDefault(f.payloadType(), f), f));
    boolean news = !same || agreed.stream().anyMatch(f -> !formats.containsKey(f.payloadType()));
    if (!same) {
      formats.clear();
    }
    label = kind;
    agreed.forEach(f -> formats.putIfAbsent(f.payloadType(), f));
    if (news) {
      int index = same ? info.index() : nextIndex;
      info = new StreamInfo(index, kind, side, List.copyOf(formats.values()));
    }
    return news;
  }

  void tapped(List<MediaTap> opened) {
    idleSince = 0;
    rings.addAll(opened);
  }

  /** Nothing more will come; what is in the rings still does. */
  void silent(long now) {
    idleSince = now;
  }

  /** Lets go of rings that have had time to run dry. */
  void release(long now, long patience) {
    if (idleSince != 0 && now - idleSince > patience) {
      rings.clear();
      idleSince = 0;
    }
  }

  /** The same codec: its parameters may be told anew. */
  private static boolean means(PayloadFormat a, PayloadFormat b) {
    return a.encoding().equalsIgnoreCase(b.encoding())
        && a.clockRate() == b.clockRate()
        && a.channels() == b.channels();
  }
}
