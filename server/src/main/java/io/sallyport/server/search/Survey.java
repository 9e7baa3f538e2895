package io.sallyport.server.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a question finds, counted and not shown: by day, and by who talked to whom.
 *
 * @param total how many there are, all of them counted
 * @param days only those with something, the oldest first
 * @param talks the one with the newest event first
 * @param whole whether all talks are named; there may be more of them than a survey names
 */
public record Survey(long total, List<Day> days, List<Talk> talks, boolean whole) {
  public Survey {
    days = List.copyOf(days);
    talks = List.copyOf(talks);
  }

  /** One day, in the zone that was asked for; counts by the word of a {@link Kind}. */
  public record Day(LocalDate day, Map<String, Long> counts) {}

  /**
   * Persons who took part in the same calls and lines; one alone, or more than two where a third
   * answered.
   *
   * @param persons addresses as they are compared, in order
   */
  public record Talk(List<String> persons, Map<String, Long> counts, Instant first, Instant last) {}
}
