package io.sallyport.server.playback;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A recording as playback sees it: what was agreed about its streams, and their clear packets,
 * which can be read as often as wanted and from any moment.
 */
public interface Recorded {

  /** Whose packets a track holds; in stereo the caller is heard on the left. */
  enum Side {
    CALLER,
    CALLEE
  }

  /** What a track carries. Only audio is ever decoded. */
  enum Kind {
    AUDIO,
    VIDEO
  }

  /**
   * One direction of one stream as it was agreed. Where a payload type gets another meaning in
   * mid-call, what follows is a further track of the same side.
   *
   * @param label names the track in notes and captures, such as "audio 0 of the caller"
   * @param formats by payload type
   */
  record Track(Side side, Kind kind, String label, Map<Integer, Format> formats) {
    public Track {
      formats = Map.copyOf(formats);
    }
  }

  /**
   * Encoding of a payload type, as in the a=rtpmap line (RFC 8866 section 6.6).
   *
   * @param encoding such as PCMU, in any case
   * @param clockRate of the RTP timestamp, in Hz
   * @param channels 1 where the line names none
   */
  record Format(String encoding, int clockRate, int channels) {

    /** Whether playback has a decoder for it. */
    public boolean decodable() {
      return Decoder.knows(this);
    }

    @Override
    public String toString() {
      return encoding + "/" + clockRate + (channels > 1 ? "/" + channels : "");
    }
  }

  /** Packets one after the other. Not thread-safe. */
  interface Packets extends Closeable {

    /**
     * Fills in the next packet; false at the end. They come by arrival, roughly: up to a second out
     * of order between tracks does no harm.
     */
    boolean next(Packet into) throws IOException;
  }

  /** All tracks; a packet names its track by the place in this list. */
  List<Track> tracks();

  /** Nanoseconds from the beginning of the recording to its end: how long what is heard is. */
  long durationNanos();

  /**
   * Opens the packets.
   *
   * @param fromNanos since the beginning; packets that arrived earlier may come too, and cost time
   */
  Packets open(long fromNanos) throws IOException;
}
