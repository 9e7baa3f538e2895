package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A moment as a person writes it: {@code 2h} or {@code 7d} ago, {@code 2026-11-22}, {@code
 * 2026-11-22T14:00}, or with a zone.
 */
final class Moment {
  private Moment() {}

  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    return Durations.parse(text)
        .map(now::minus)
        .or(() -> attempt(() -> Instant.parse(text)))
        .or(() -> attempt(() -> LocalDateTime.parse(text).atZone(zone).toInstant()))
        .or(() -> attempt(() -> LocalDate.parse(text).atStartOfDay(zone).toInstant()));
  }

  private static Optional<Instant> attempt(Supplier<Instant> parse) {
    try {
      return Optional.of(parse.get());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
