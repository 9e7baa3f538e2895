package io.sallyport.server.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When a rule holds, in the rule's own time zone.
 *
 * @param days of the week; empty for all
 * @param hours empty for all day; one that goes over midnight belongs to the day that it begins on
 * @param since the first day
 * @param until the last day
 * @param only days of the year on which alone it holds; empty for all
 * @param never days of the year on which it does not hold
 */
record Calendar(
    ZoneId zone,
    Set<DayOfWeek> days,
    List<Span> hours,
    LocalDate since,
    LocalDate until,
    Set<LocalDate> only,
    Set<LocalDate> never) {

  Calendar {
    days = Set.copyOf(days);
    hours = List.copyOf(hours);
    only = Set.copyOf(only);
    never = Set.copyOf(never);
  }

  /** Minutes of a day, the last one not included; over midnight where it ends before it begins. */
  record Span(int begin, int end) {}

  /** The time on the clocks of a zone. */
  record Local(LocalDate date, int minute, DayOfWeek day) {}

  /** One instant on the clocks of all zones that anybody asks for. */
  static final class Moment {
    private final Instant instant;
    private final Map<ZoneId, Local> clocks = new HashMap<>(4);

    Moment(Instant instant) {
      this.instant = instant;
    }

    Local at(ZoneId zone) {
      return clocks.computeIfAbsent(
          zone,
          z -> {
            ZonedDateTime time = instant.atZone(z);
            return new Local(
                time.toLocalDate(), time.getHour() * 60 + time.getMinute(), time.getDayOfWeek());
          });
    }
  }

  boolean holds(Moment moment) {
    Local local = moment.at(zone);
    if (hours.isEmpty()) {
      return on(local.date(), local.day());
    }
    for (Span span : hours) {
      boolean late = local.minute() >= span.begin();
      boolean early = local.minute() < span.end();
      if (span.begin() < span.end()) {
        if (late && early && on(local.date(), local.day())) {
          return true;
        }
      } else if (late && on(local.date(), local.day())
          || early && on(local.date().minusDays(1), local.day().minus(1))) {
        return true;
      }
    }
    return false;
  }

  private boolean on(LocalDate date, DayOfWeek day) {
    return (days.isEmpty() || days.contains(day))
        && !date.isBefore(since)
        && !date.isAfter(until)
        && (only.isEmpty() || only.contains(date))
        && !never.contains(date);
  }
}
