package io.sallyport.server.guard;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When destination classes may not be called. Immutable. */
final class ClosedHours {
  private static final Pattern LINE =
      Pattern.compile(
          "([a-z0-9-]{1,32})\\s+([a-z]{3}(?:[-,][a-z]{3})*)\\s+(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
  private static final int DAY_MINUTES = 24 * 60;

  /**
   * @param days on which it begins
   * @param to in minutes of the day; below {@code from} where it ends on the next day
   */
  private record Span(String name, Set<DayOfWeek> days, int from, int to) {
    boolean holds(DayOfWeek day, int minute) {
      if (from < to) {
        return days.contains(day) && minute >= from && minute < to;
      }
      return (days.contains(day) && minute >= from) || (days.contains(day.minus(1)) && minute < to);
    }
  }

  private final List<Span> spans;
  private final ZoneId zone;

  private ClosedHours(List<Span> spans, ZoneId zone) {
    this.spans = List.copyOf(spans);
    this.zone = zone;
  }

  /** Reads the settings; throws with a sentence for the admin. */
  static ClosedHours of(List<String> lines, String timeZone) {
    List<Span> spans = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line.strip().toLowerCase(Locale.ROOT));
      try {
        if (!matcher.matches()) {
          throw new IllegalArgumentException("no match");
        }
        int from = minutes(matcher.group(3), matcher.group(4));
        int to = minutes(matcher.group(5), matcher.group(6));
        spans.add(new Span(matcher.group(1), days(matcher.group(2)), from, to));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "closed-hours: '"
                + line
                + "' must be a class, days and hours, such as 'expensive"
                + " mon-fri 19:00-07:00'",
            e);
      }
    }
    try {
      return new ClosedHours(spans, ZoneId.of(timeZone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time-zone: '" + timeZone + "' is none; write for example Europe/Berlin", e);
    }
  }

  boolean closed(String name, Instant at) {
    if (spans.isEmpty()) {
      return false;
    }
    ZonedDateTime local = at.atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    return spans.stream()
        .anyMatch(s -> s.name().equals(name) && s.holds(local.getDayOfWeek(), minute));
  }

  /** The day that an instant belongs to, by the admin's clock. */
  LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  Instant midnight(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static int minutes(String hours, String minutes) {
    int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (minute > DAY_MINUTES || Integer.parseInt(minutes) > 59) {
      throw new IllegalArgumentException("no time of day");
    }
    return minute;
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",")) {
      String[] ends = part.split("-");
      DayOfWeek day = day(ends[0]);
      DayOfWeek last = day(ends[ends.length - 1]);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().toLowerCase(Locale.ROOT).startsWith(text)) {
        return day;
      }
    }
    throw new IllegalArgumentException("no day");
  }
}
