package io.sallyport.server.path;

import java.time.Instant;
import java.util.List;

/**
 * What came through one call's paths, by stream: figures, quality, and the proof that nothing came
 * from or went anywhere else.
 */
public record PathReport(List<Stream> streams) {

  /** A stream with what each side sent. */
  public record Stream(int index, String kind, String codec, Sent a, Sent b) {}

  /**
   * What one side sent.
   *
   * @param protection the SRTP suite and where its key came from, such as {@code AEAD_AES_128_GCM
   *     SDES}; {@code none} for plain RTP
   * @param packets RTP and RTCP that were relayed; bytes as they came off the wire
   * @param dropped not relayed, whatever the reason
   * @param elsewhere packets sent to this side at a place that it had neither proven nor signalled
   *     from: always 0, or the one gate has a hole
   * @param sources where packets came from, in the order in which they were proven
   */
  public record Sent(
      String protection,
      long packets,
      long bytes,
      long dropped,
      long elsewhere,
      List<Source> sources,
      List<Sample> quality) {}

  /**
   * A place that a side's packets came from.
   *
   * @param address IP address and port, as text
   * @param proof by what it was proven: {@code srtp}, {@code srtcp}, {@code ice}, {@code dtls},
   *     {@code address}
   */
  public record Source(String address, Instant since, String proof) {}

  /**
   * Quality over an interval.
   *
   * @param lossPercent 0 to 100
   * @param jitterMillis RFC 3550 section 6.4.1
   * @param roundTripMillis -1 where no report told it
   * @param mos 1.0 to 4.5 by the E-model (ITU-T G.107); 0 for video
   */
  public record Sample(
      Instant at, double lossPercent, double jitterMillis, double roundTripMillis, double mos) {}
}
