package io.sallyport.server.search;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollector.MatchingDocs;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/** One survey as it is made: goes over the columns of the index, and reads no document. */
final class Surveying {
  /** Talks that are told apart; what is beyond is counted by day only. */
  static final int MOST_TALKS = 20_000;

  private static final int CHECKED_EACH = 4_096;
  private static final String SEPARATOR = "\n";

  // owned by: the thread that asks
  private final ZoneId zone;
  private final Asking.Deadline deadline;
  private final TreeMap<LocalDate, Map<String, Long>> days = new TreeMap<>();
  private final Map<String, Tally> talks = new HashMap<>();
  private long total;
  private boolean whole = true;
  private long dayBegins = Long.MAX_VALUE;
  private long dayEnds = Long.MIN_VALUE;
  private Map<String, Long> today = Map.of();

  Surveying(ZoneId zone, Asking.Deadline deadline) {
    this.zone = zone;
    this.deadline = deadline;
  }

  /** Counts what was found; whether that was done in time. */
  boolean count(FacetsCollector found) throws IOException {
    for (MatchingDocs segment : found.getMatchingDocs()) {
      if (!count(segment)) {
        return false;
      }
    }
    return true;
  }

  Survey survey() {
    List<Survey.Day> counted = new ArrayList<>();
    days.forEach((day, counts) -> counted.add(new Survey.Day(day, Map.copyOf(counts))));
    List<Survey.Talk> named = new ArrayList<>();
    talks.forEach((persons, tally) -> named.add(tally.talk(List.of(persons.split(SEPARATOR)))));
    named.sort(
        Comparator.comparing(Survey.Talk::last)
            .reversed()
            .thenComparing(talk -> talk.persons().toString()));
    return new Survey(total, counted, named, whole);
  }

  private boolean count(MatchingDocs segment) throws IOException {
    LeafReader reader = segment.context.reader();
    NumericDocValues times = DocValues.getNumeric(reader, Fields.TIME);
    SortedSetDocValues kinds = DocValues.getSortedSet(reader, Fields.KIND);
    SortedSetDocValues persons = DocValues.getSortedSet(reader, Fields.PERSON);
    // most lines of a segment are of few pairs: their names are read once
    Map<List<Long>, Tally> seen = new HashMap<>();
    Map<Long, String> words = new HashMap<>();
    DocIdSetIterator documents = segment.bits.iterator();
    int since = 0;
    for (int doc = documents.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = documents.nextDoc()) {
      if (++since % CHECKED_EACH == 0 && deadline.shouldExit()) {
        return false;
      }
      if (!times.advanceExact(doc) || !kinds.advanceExact(doc)) {
        continue;
      }
      long millis = times.longValue();
      long ordinal = kinds.nextOrd();
      String kind = words.get(ordinal);
      if (kind == null) {
        kind = kinds.lookupOrd(ordinal).utf8ToString();
        words.put(ordinal, kind);
      }
      total++;
      day(millis).merge(kind, 1L, Long::sum);
      talk(persons, doc, seen, kind, millis);
    }
    return true;
  }

  private void talk(
      SortedSetDocValues persons, int doc, Map<List<Long>, Tally> seen, String kind, long millis)
      throws IOException {
    if (!persons.advanceExact(doc)) {
      return;
    }
    List<Long> who = new ArrayList<>(2);
    for (int i = persons.docValueCount(); i > 0; i--) {
      who.add(persons.nextOrd());
    }
    Tally tally = seen.get(who);
    if (tally == null) {
      tally = named(persons, who);
      if (tally == null) {
        return;
      }
      seen.put(who, tally);
    }
    tally.add(kind, millis);
  }

  private Tally named(SortedSetDocValues persons, List<Long> who) throws IOException {
    List<String> names = new ArrayList<>();
    for (long ordinal : who) {
      names.add(persons.lookupOrd(ordinal).utf8ToString());
    }
    String key = String.join(SEPARATOR, names);
    Tally tally = talks.get(key);
    if (tally == null && talks.size() >= MOST_TALKS) {
      whole = false;
      return null;
    }
    return talks.computeIfAbsent(key, k -> new Tally());
  }

  /** Documents lie in order of time: the day of one is nearly always that of the one before. */
  private Map<String, Long> day(long millis) {
    if (millis < dayBegins || millis >= dayEnds) {
      LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
      dayBegins = day.atStartOfDay(zone).toInstant().toEpochMilli();
      dayEnds = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
      today = days.computeIfAbsent(day, d -> new TreeMap<>());
    }
    return today;
  }

  /** What is counted of one talk. */
  private static final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(String kind, long millis) {
      counts.merge(kind, 1L, Long::sum);
      first = Math.min(first, millis);
      last = Math.max(last, millis);
    }

    Survey.Talk talk(List<String> persons) {
      return new Survey.Talk(
          persons, Map.copyOf(counts), Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
    }
  }
}
