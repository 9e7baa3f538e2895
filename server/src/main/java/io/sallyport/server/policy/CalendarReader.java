package io.sallyport.server.policy;

import io.sallyport.server.base.NearestKey;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads when rules hold, and the lists of holidays that they name. */
final class CalendarReader {
  private static final Pattern SPAN =
      Pattern.compile("([0-9]{1,2}):([0-9]{2})\\s*-\\s*([0-9]{1,2}):([0-9]{2})");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private final Findings findings;
  private final ZoneId zone;
  private final Map<String, Set<LocalDate>> holidays = new HashMap<>();

  /**
   * @param top with the keys {@code zone} and {@code holidays}
   */
  CalendarReader(Section top, Findings findings) {
    this.findings = findings;
    this.zone = zone(top).orElse(ZoneId.of("UTC"));
    if (top.has("holidays")) {
      lists(top.node("holidays"));
    }
  }

  private void lists(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      findings.bad(
          Section.line(node),
          "holidays",
          "must be lists of days under names, found " + Section.shown(node),
          "write for example bavaria: [2026-12-25, 2026-12-26]");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name) {
        // each list is a section of one key, so that it is read and reported like any other
        Section section = Section.of(only(entry, mapping), "holidays", findings, name.getValue());
        List<LocalDate> dates =
            section.list(name.getValue(), "a day such as 2026-12-25", CalendarReader::date);
        if (holidays.put(name.getValue(), new HashSet<>(dates)) != null) {
          findings.bad(
              Section.line(name), "holidays." + name.getValue(), "set twice", "remove one of them");
        }
      }
    }
  }

  private static MappingNode only(NodeTuple entry, MappingNode of) {
    return new MappingNode(
        of.getTag(), true, List.of(entry), of.getStartMark(), of.getEndMark(), of.getFlowStyle());
  }

  Calendar read(Node node, String path) {
    Section section =
        Section.of(
            node,
            path,
            findings,
            "days",
            "hours",
            "zone",
            "since",
            "until",
            "on-holidays",
            "not-on-holidays");
    LocalDate since =
        section
            .value("since", "a day such as 2026-01-31", CalendarReader::date)
            .orElse(LocalDate.MIN);
    LocalDate until =
        section
            .value("until", "a day such as 2026-01-31", CalendarReader::date)
            .orElse(LocalDate.MAX);
    if (until.isBefore(since)) {
      section.bad("until", "ends before it begins, on " + since, "exchange since and until");
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    section
        .list("days", "days such as mon, or mon-fri", CalendarReader::days)
        .forEach(days::addAll);
    List<Calendar.Span> hours =
        section.list("hours", "hours such as 08:00-17:30, or 22:00-06:00", CalendarReader::span);
    return new Calendar(
        zone(section).orElse(zone),
        days,
        hours,
        since,
        until,
        dates(section, "on-holidays"),
        dates(section, "not-on-holidays"));
  }

  /** Always, until the end of a day. */
  Calendar until(LocalDate last) {
    return new Calendar(zone, Set.of(), List.of(), LocalDate.MIN, last, Set.of(), Set.of());
  }

  private Set<LocalDate> dates(Section section, String key) {
    Set<LocalDate> dates = new HashSet<>();
    for (String name : section.list(key, "the name of a list of holidays", Optional::of)) {
      if (holidays.containsKey(name)) {
        dates.addAll(holidays.get(name));
      } else {
        section.bad(
            key,
            "there is no list of holidays " + name,
            NearestKey.hint(name, holidays.keySet(), "write one under holidays"));
      }
    }
    return dates;
  }

  static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(Section section) {
    return section.value(
        "zone",
        "a time zone such as Europe/Berlin",
        t -> {
          try {
            return Optional.of(ZoneId.of(t));
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  private static Optional<Set<DayOfWeek>> days(String text) {
    String[] ends = text.toLowerCase(Locale.ROOT).split("-", -1);
    int first = DAYS.indexOf(ends[0].strip());
    int last = DAYS.indexOf(ends[ends.length - 1].strip());
    if (ends.length > 2 || first < 0 || last < 0) {
      return Optional.empty();
    }
    Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(first + 1));
    for (int day = first; day != last; ) {
      day = (day + 1) % 7;
      days.add(DayOfWeek.of(day + 1));
    }
    return Optional.of(days);
  }

  private static Optional<Calendar.Span> span(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int begin = minutes(matcher.group(1), matcher.group(2));
    int end = minutes(matcher.group(3), matcher.group(4));
    return begin < 0 || end < 0 || begin == 1440 || begin == end
        ? Optional.empty()
        : Optional.of(new Calendar.Span(begin, end));
  }

  /** Negative where it is no time of a day; 24:00 is the end of one. */
  private static int minutes(String hours, String minutes) {
    int total = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    return Integer.parseInt(minutes) < 60 && total <= 1440 ? total : -1;
  }
}
