package io.sallyport.server.search;

import io.sallyport.server.archive.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
 * @param marks of a line: flagged, masked, blocked, held, and {@code rule:} with the name of each
 *     content rule that applied
 * @param result how the call ended, or running; whether a line is waiting, delivered, blocked, held
 *     or rejected; an officer's act, such as view
 * @param mos worst estimated quality of an audio stream, 1 to 4.5; 0 where nothing was measured
 * @param later further records of it, in order
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
    List<String> marks,
    String result,
    Duration duration,
    double mos,
    List<Place> later,
    boolean purged,
    boolean held) {

  /** Where a record lies, or lay when it was indexed. */
  public record Place(long sequence, Position position) {}

  /** All its records, in order. */
  public List<Place> records() {
    List<Place> all = new ArrayList<>();
    all.add(new Place(sequence, position));
    all.addAll(later);
    return all;
  }

  /** The same with what the holds say. */
  Hit withHeld(boolean now) {
    return new Hit(
        kind,
        id,
        sequence,
        position,
        time,
        from,
        to,
        answeredBy,
        media,
        marks,
        result,
        duration,
        mos,
        later,
        purged,
        now);
  }
}
