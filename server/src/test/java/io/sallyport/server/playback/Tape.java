package io.sallyport.server.playback;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A recording in memory, for tests to put packets on. */
final class Tape implements Recorded {
  static final Format PCMU = new Format("PCMU", 8_000, 1);
  static final Format PCMA = new Format("pcma", 8_000, 1);
  static final Format L16 = new Format("L16", 44_100, 2);
  static final Format OPUS = new Format("opus", 48_000, 2);
  static final Format EVENTS = new Format("telephone-event", 8_000, 1);

  private record Kept(int track, long nanos, boolean control, byte[] bytes) {}

  private final List<Track> tracks = new ArrayList<>();
  private final List<Kept> packets = new ArrayList<>();
  private final double seconds;
  long read;

  Tape(double seconds) {
    this.seconds = seconds;
  }

  /** Adds a track and tells its place. */
  int track(Side side, Map<Integer, Format> formats) {
    tracks.add(new Track(side, Kind.AUDIO, side + " " + tracks.size(), formats));
    return tracks.size() - 1;
  }

  int video(Side side) {
    tracks.add(new Track(side, Kind.VIDEO, "video", Map.of(96, new Format("VP8", 90_000, 1))));
    return tracks.size() - 1;
  }

  void add(int track, double second, boolean control, byte[] bytes) {
    packets.add(new Kept(track, Math.round(second * 1e9), control, bytes));
  }

  @Override
  public List<Track> tracks() {
    return tracks;
  }

  @Override
  public long durationNanos() {
    return Math.round(seconds * 1e9);
  }

  @Override
  public Packets open(long fromNanos) {
    List<Kept> sorted =
        packets.stream()
            .filter(packet -> packet.nanos >= fromNanos)
            .sorted(Comparator.comparingLong(Kept::nanos))
            .toList();
    return new Packets() {
      private int at;

      @Override
      public boolean next(Packet into) {
        if (at == sorted.size()) {
          return false;
        }
        Kept packet = sorted.get(at++);
        read++;
        into.set(packet.track, packet.nanos, packet.control, packet.bytes, 0, packet.bytes.length);
        return true;
      }

      @Override
      public void close() {
        at = sorted.size();
      }
    };
  }
}
