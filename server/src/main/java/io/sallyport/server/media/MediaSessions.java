package io.sallyport.server.media;

import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.PathEvents;
import io.sallyport.server.path.PathSession;
import java.security.SecureRandom;
import java.util.function.BiFunction;

/** The facade of the media package: gives each call a negotiation over packet paths of its own. */
public final class MediaSessions implements MediaRelay {
  // immutable
  private final BiFunction<String, PathEvents, PathSession> paths;
  private final MediaRules rules;
  private final Counters counters;
  // any thread: thread-safe by itself
  private final SecureRandom random;

  /**
   * A facade over packet paths.
   *
   * @param paths opens the paths of a call, by its id and who is told about them
   */
  public MediaSessions(
      BiFunction<String, PathEvents, PathSession> paths,
      MediaRules rules,
      Counters counters,
      SecureRandom random) {
    this.paths = paths;
    this.rules = rules;
    this.counters = counters;
    this.random = random;
  }

  @Override
  public MediaSession open(String callId, MediaEvents events) {
    PathEvents told =
        new PathEvents() {
          @Override
          public void inactive() {
            events.inactive();
          }

          @Override
          public void endToEndEncryption() {
            events.endToEndEncryption();
          }
        };
    return new Negotiation(paths.apply(callId, told), rules, counters, random);
  }
}
