package io.sallyport.server.search;

import io.sallyport.server.archive.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the index knows of one call, chat line or officer's act; what was said is in the journal
 * only, at the position.
 *
 * @param id the call's or the line's id; of an officer's act the id of what it was done to, or
 *     empty
 * @param sequence its first record
 * @param from who called or wrote; the officer
 * @param to who was called or written to
 * @param answeredBy who answered; empty where nobody did
 * @param media audio, video, text
 * @param result how the call ended, or running; whether a line is waiting or delivered; an
 *     officer's act, such as view
 * @param mos worst estimated quality of an audio stream, 1 to 4.5; 0 where nothing was measured
 * @param last the call's last record so far, where it is another than the first
 * @param held whether a legal hold is on it; false where nobody asked
 */
public record Hit(
    Kind kind,
    String id,
    long sequence,
    Position position,
    Instant time,
    String from,
    String to,
    String answeredBy,
    List<String> media,
    String result,
    Duration duration,
    double mos,
    Optional<Last> last,
    boolean purged,
    boolean held) {

  /** A later record of the same call. */
  public record Last(long sequence, Position position) {}

  /** The same with what the holds say. */
  Hit withHeld(boolean now) {
    return new Hit(
        kind, id, sequence, position, time, from, to, answeredBy, media, result, duration, mos,
        last, purged, now);
  }
}
