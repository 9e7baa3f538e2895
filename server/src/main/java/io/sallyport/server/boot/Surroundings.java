package io.sallyport.server.boot;

import io.sallyport.server.observe.LogRing;
import java.time.Instant;

/**
 * What a server knows of its own start.
 *
 * @param source where its settings came from
 * @param log the last lines of its log
 */
record Surroundings(SettingsSource source, LogRing log, Instant started) {
  private static final int LOG_BYTES = 4 << 20;

  static Surroundings of(SettingsSource source, Instant started) {
    return new Surroundings(source, new LogRing(LOG_BYTES), started);
  }
}
