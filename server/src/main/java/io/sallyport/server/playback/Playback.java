package io.sallyport.server.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes a recording heard, seen and exported. Everything is read, decoded and written as it goes:
 * memory does not grow with the call. Each method reads the recording anew; none closes the stream
 * that it writes to.
 */
public final class Playback {
  private static final int PEAKS_RATE = 8_000;

  // immutable
  private final Recorded recorded;

  public Playback(Recorded recorded) {
    this.recorded = recorded;
  }

  /** Bytes that {@link #wav} will write for a selection, where it writes any. */
  public long wavBytes(Selection selection) {
    return WavWriter.size(selection.layout(), new Renderer(recorded, selection).total());
  }

  /** Writes 16-bit PCM as RIFF/WAVE, or as RF64 (EBU Tech 3306) from 4 GB. */
  public Outcome wav(Selection selection, OutputStream out) throws IOException {
    Renderer renderer = new Renderer(recorded, selection);
    return renderer.render(new WavWriter(out, selection, renderer.total()));
  }

  /** Writes Opus in Ogg (RFC 7845). */
  public Outcome ogg(Selection selection, OutputStream out) throws IOException {
    return new Renderer(recorded, selection).render(new OpusWriter(out, selection));
  }

  /**
   * Draws the waveform of the whole recording.
   *
   * @param perSecond 1 to 100; of recordings of many hours fewer are made
   * @param to gets the peaks, where there is a decoder for anything at all
   */
  public Outcome peaks(int perSecond, Consumer<Peaks> to) throws IOException {
    if (perSecond < 1 || perSecond > 100) {
      throw new IllegalArgumentException(perSecond + " peaks a second");
    }
    Selection all =
        new Selection(Duration.ZERO, Duration.ofDays(365), Selection.Layout.STEREO, PEAKS_RATE);
    Renderer renderer = new Renderer(recorded, all);
    long seconds = Math.max(1, renderer.total() / PEAKS_RATE + 1);
    int fitting = (int) Math.max(1, Math.min(perSecond, PeakMeter.MAX_PEAKS / seconds));
    return renderer.render(new PeakMeter(PEAKS_RATE, fitting, renderer.total(), to));
  }

  /** Counts what is there, by headers alone: quick, and decodes nothing. */
  public List<TrackNotes> survey() throws IOException {
    return Survey.of(recorded);
  }

  /**
   * Writes all packets, RTCP and video too, as a capture file that Wireshark opens.
   *
   * @param beginEpochNanos when the recording began, since 1970
   * @param routes by track; without one it gets addresses that nobody has (RFC 5737)
   * @return packets written
   */
  public long capture(long beginEpochNanos, Map<Integer, Route> routes, OutputStream out)
      throws IOException {
    return Capture.write(recorded, beginEpochNanos, routes, out);
  }

  /**
   * Where packets of a track came from and went to, for the headers of a capture. RTCP is shown on
   * the same ports (RFC 5761).
   *
   * @param from of the same address family as {@code to}
   */
  public record Route(InetSocketAddress from, InetSocketAddress to) {
    /** Checks that a datagram can go that way. */
    public Route {
      if (from.isUnresolved()
          || to.isUnresolved()
          || from.getAddress().getAddress().length != to.getAddress().getAddress().length) {
        throw new IllegalArgumentException("no datagram from " + from + " to " + to);
      }
    }
  }
}
