package io.sallyport.server.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes a recording heard, seen and exported. Everything is read, decoded and written as it goes:
 * memory does not grow with the call. Each method reads the recording anew; none closes the stream
 * that it writes to.
 */
public final class Playback {
  // immutable
  private final Recorded recorded;

  public Playback(Recorded recorded) {
    this.recorded = recorded;
  }

  /** Bytes that {@link #wav} will write for a selection. */
  public long wavBytes(Selection selection) {
    throw new UnsupportedOperationException();
  }

  /** Writes 16-bit PCM as RIFF/WAVE, or as RF64 (EBU Tech 3306) from 4 GB. */
  public Outcome wav(Selection selection, OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes Opus in Ogg (RFC 7845). */
  public Outcome ogg(Selection selection, OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Draws the waveform of the whole recording.
   *
   * @param perSecond 1 to 100; of very long recordings fewer are made
   * @param to gets the peaks, where there is a decoder for anything at all
   */
  public Outcome peaks(int perSecond, Consumer<Peaks> to) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Counts what is there, by headers alone: quick, and decodes nothing. */
  public List<TrackNotes> survey() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes all packets, RTCP and video too, as a capture file that Wireshark opens.
   *
   * @param beginEpochNanos when the recording began, since 1970
   * @param routes by track
   * @return packets written
   */
  public long capture(long beginEpochNanos, Map<Integer, Route> routes, OutputStream out)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Where packets of a track came from and went to, for the headers of a capture. RTCP is shown on
   * the same ports (RFC 5761).
   *
   * @param from of the same address family as {@code to}
   */
  public record Route(InetSocketAddress from, InetSocketAddress to) {}
}
