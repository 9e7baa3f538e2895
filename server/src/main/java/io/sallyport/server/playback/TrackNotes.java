package io.sallyport.server.playback;

import java.util.List;
import java.util.SortedMap;

/**
 * What was found in one track while it was read: nothing that could not be played goes unsaid.
 *
 * @param label of the track
 * @param packets RTP packets by encoding
 * @param lost packets that never arrived, by sequence numbers
 * @param late packets that arrived twice, or too late to be put in order
 * @param malformed packets that are no RTP or that their decoder refused
 * @param undecoded packets that there is no decoder for, by encoding
 * @param jumps places where timestamps and arrival disagreed, so that arrival decided
 * @param concealedMillis of sound that was made up for lost packets
 * @param events digits that were pressed (RFC 4733), the first thousand
 */
public record TrackNotes(
    String label,
    SortedMap<String, Long> packets,
    long lost,
    long late,
    long malformed,
    SortedMap<String, Long> undecoded,
    long jumps,
    long concealedMillis,
    List<Digit> events) {

  /**
   * A telephone event.
   *
   * @param nanos when it arrived, since the beginning of the recording
   * @param digit 0-9, *, #, A-D, or the event's number in words
   */
  public record Digit(long nanos, String digit) {}
}
