package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counting by day and by talk, held against counting the same by hand. */
@Timeout(60)
class SurveyTest {
  private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave", "erin");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path directory;

  private record Event(String from, String to, String kind, Instant at) {
    String talk() {
      return String.join(" ", new TreeSet<>(Set.of(from + "@example.org", to + "@example.org")));
    }

    boolean of(String user) {
      return from.equals(user) || to.equals(user);
    }
  }

  private static List<Event> events(Past past) {
    Random random = new Random(7);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String from = PEOPLE.get(random.nextInt(PEOPLE.size()));
      String to = PEOPLE.get((PEOPLE.indexOf(from) + 1 + random.nextInt(3)) % PEOPLE.size());
      boolean call = random.nextInt(3) == 0;
      Instant at = Past.NOW.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));
      events.add(new Event(from, to, call ? "call" : "chat", at));
      past.append(
          call
              ? Past.started("c" + i, at, from, to, "audio")
              : Past.line("m" + i, at, from, to, "line " + i));
    }
    past.indexed();
    return events;
  }

  private static Survey survey(Past past, Criteria criteria, Scope scope) throws Exception {
    try (RecordIndex.Look look = past.index.look().orElseThrow()) {
      Optional<Survey> survey = look.survey(Search.newest(criteria, scope, 1), BERLIN);
      return survey.orElseThrow();
    }
  }

  private static Map<String, Long> byDay(Survey survey) {
    Map<String, Long> counts = new TreeMap<>();
    survey
        .days()
        .forEach(day -> day.counts().forEach((kind, n) -> counts.put(day.day() + " " + kind, n)));
    return counts;
  }

  private static Map<String, Long> byTalk(Survey survey) {
    Map<String, Long> counts = new TreeMap<>();
    survey
        .talks()
        .forEach(
            talk ->
                talk.counts()
                    .forEach((kind, n) -> counts.put(String.join(" ", talk.persons()) + kind, n)));
    return counts;
  }

  @Test
  void daysAndTalksAreCountedAsByHandWithinTheScope() throws Exception {
    try (Past past = Past.open(directory)) {
      List<Event> events = events(past);
      for (String user : List.of("", "bob")) {
        Scope scope = user.isEmpty() ? Scope.EVERYTHING : Scope.of(Set.of(Past.address(user)));
        List<Event> seen = events.stream().filter(e -> user.isEmpty() || e.of(user)).toList();
        Map<String, Long> days = new TreeMap<>();
        Map<String, Long> talks = new TreeMap<>();
        for (Event event : seen) {
          LocalDate day = event.at().atZone(BERLIN).toLocalDate();
          days.merge(day + " " + event.kind(), 1L, Long::sum);
          talks.merge(event.talk() + event.kind(), 1L, Long::sum);
        }
        Survey survey = survey(past, Criteria.all(), scope);
        assertThat(survey.total()).isEqualTo(seen.size());
        assertThat(byDay(survey)).isEqualTo(days);
        assertThat(byTalk(survey)).isEqualTo(talks);
        assertThat(survey.whole()).isTrue();
      }
    }
  }

  @Test
  void daysComeInOrderAndTalksTheNewestFirst() throws Exception {
    try (Past past = Past.open(directory)) {
      events(past);
      Survey survey = survey(past, Criteria.where().kind(Kind.CALL).build(), Scope.EVERYTHING);
      assertThat(survey.days()).extracting(Survey.Day::day).isSorted();
      assertThat(survey.talks())
          .extracting(Survey.Talk::last)
          .isSortedAccordingTo(java.util.Comparator.reverseOrder());
      assertThat(survey.talks()).allMatch(talk -> !talk.first().isAfter(talk.last()));
      assertThat(survey.days()).allMatch(day -> day.counts().keySet().equals(Set.of("call")));
    }
  }

  @Test
  void whoMaySeeNobodyCountsNothing() throws Exception {
    try (Past past = Past.open(directory)) {
      events(past);
      Survey survey = survey(past, Criteria.all(), Scope.NOTHING);
      assertThat(survey.total()).isZero();
      assertThat(survey.days()).isEmpty();
      assertThat(survey.talks()).isEmpty();
    }
  }
}
