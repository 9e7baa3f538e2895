package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord.AccessPlay;
import io.sallyport.server.review.Outcome.Awaiting;
import io.sallyport.server.review.Outcome.Denied;
import io.sallyport.server.review.Outcome.Granted;
import io.sallyport.server.search.Hit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Recordings that are being played. A player asks for the waveform and for one part of the sound
 * after the other, back and forth; that is one play, on record before the first byte and approved
 * once, as long as it goes on. Whether the officer may see the call is asked each time. Blocks.
 */
public final class Plays {
  private static final int MOST = 1_000;

  /** Without a request for so long a play is over, and the next one is a play of its own. */
  static final Duration PAUSE = Duration.ofMinutes(30);

  // immutable
  private final Review review;
  private final Desk desk;
  private final ReviewSettings settings;
  private final Recordings recordings;

  // any thread: under this object's monitor
  private final Map<Key, Playing> playing = new LinkedHashMap<>(16, 0.75f, true);

  private record Key(String officer, String reason, String call) {}

  private record Playing(Recordings.Sound sound, Instant last) {}

  Plays(Review review, Desk desk, ReviewSettings settings, Recordings recordings) {
    this.review = review;
    this.desk = desk;
    this.settings = settings;
    this.recordings = recordings;
  }

  /**
   * A call's recording, to be played now.
   *
   * @param approval as for {@link Review#play}; used up by the first part
   */
  public Outcome<Recordings.Sound> sound(
      Officer officer, String reason, String call, Optional<String> approval) throws IOException {
    Optional<String> problem = Review.problem(reason);
    Optional<Hit> hit = problem.isPresent() ? Optional.empty() : review.find(officer, call);
    if (hit.isEmpty()) {
      return review.denied(officer, reason, Review.PLAY, call, problem.orElse(Review.NOT_FOUND));
    }
    Key key = new Key(officer.name(), reason.strip(), hit.get().id());
    Optional<Recordings.Sound> going = goesOn(key);
    return going.isPresent()
        ? new Granted<>(going.get())
        : begin(officer, reason, hit.get(), approval, key);
  }

  private Outcome<Recordings.Sound> begin(
      Officer officer, String reason, Hit hit, Optional<String> approval, Key key)
      throws IOException {
    Optional<Recordings.Sound> sound = recordings.sound(hit.id());
    if (sound.isEmpty()) {
      return review.denied(
          officer, reason, Review.PLAY, hit.id(), "there is no recording of this call");
    }
    Outcome<String> second =
        review.approved(
            settings.playNeedsTwo(), Review.PLAY, "call " + hit.id(), officer, reason, approval);
    if (second instanceof Awaiting<String> awaiting) {
      return new Awaiting<>(awaiting.approval());
    }
    if (second instanceof Denied<String> denied) {
      return new Denied<>(denied.why(), denied.about());
    }
    desk.log()
        .write(
            new AccessPlay(
                desk.clock().instant(),
                officer.name(),
                reason,
                hit.id(),
                hit.sequence(),
                sound.get().contentType(),
                ((Granted<String>) second).value()));
    remember(key, sound.get());
    return new Granted<>(sound.get());
  }

  private synchronized Optional<Recordings.Sound> goesOn(Key key) throws IOException {
    Playing known = playing.get(key);
    Instant now = desk.clock().instant();
    // what a purge took is not played on
    if (known == null
        || known.last().plus(PAUSE).isBefore(now)
        || recordings.of(key.call()).isEmpty()) {
      playing.remove(key);
      return Optional.empty();
    }
    playing.put(key, new Playing(known.sound(), now));
    return Optional.of(known.sound());
  }

  private synchronized void remember(Key key, Recordings.Sound sound) {
    playing.put(key, new Playing(sound, desk.clock().instant()));
    Iterator<Key> oldest = playing.keySet().iterator();
    while (playing.size() > MOST && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }
}
