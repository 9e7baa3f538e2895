package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.CallFilter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the journal is indexed again, and how fast questions are answered. {@code
 * -Dbench.records} says how many records the journal is given; 1 million where nothing is said.
 */
@Tag("bench")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SearchBenchTest {
  private static final int PEOPLE = 5_000;
  private static final int WORDS = 50_000;
  private static final int ROUNDS = 400;

  @TempDir Path directory;
  private final Random random = new Random(3);
  private String[] words;

  private interface Question {
    Search of(Random random);
  }

  @Test
  void indexingAndSearchingAreMeasured() throws Exception {
    int records = Integer.getInteger("bench.records", 1_000_000);
    words = words();
    try (Past past = Past.open(directory)) {
      long begin = System.nanoTime();
      generate(past, records);
      System.out.printf("append: %,.0f records/s%n", past.archive.durable() / seconds(begin));
      past.index.catchUp(Duration.ofHours(1));
      // the tables of calls and messages fall behind too, and are none of this measurement
      past.archive.calls(CallFilter.newest(1));
      begin = System.nanoTime();
      long cpu = cpuNanos();
      past.index.reindex();
      assertThat(past.index.catchUp(Duration.ofHours(1))).isTrue();
      System.out.printf(
          "reindex: %,.0f records for each second of CPU of the indexing thread%n",
          past.archive.durable() / ((cpuNanos() - cpu) / 1e9));
      System.out.printf(
          "reindex: %,d records, %,.0f records/s%n",
          past.archive.durable(), past.archive.durable() / seconds(begin));
      ask(past, "newest page of everything", r -> newest(Criteria.where()));
      ask(past, "one person", r -> newest(Criteria.where().parties(person(r))));
      ask(past, "two persons", r -> newest(Criteria.where().parties(two(r))));
      ask(past, "group of 500 in scope", r -> scoped(Criteria.where(), r));
      ask(past, "a frequent word", r -> newest(Criteria.where().text(words[r.nextInt(20)])));
      ask(past, "a rare word", r -> newest(Criteria.where().text(words[r.nextInt(WORDS)])));
      ask(past, "phrase", r -> newest(Criteria.where().text(phrase(r))));
      ask(past, "prefix", r -> newest(Criteria.where().text(word(r).substring(0, 3) + "*")));
      ask(past, "fuzzy", r -> newest(Criteria.where().text(word(r) + "~")));
      ask(past, "boolean, person, span", r -> newest(mixed(r)));
      ask(past, "bad calls of a month", r -> newest(bad(r)));
      ask(past, "one person with facets", r -> facets(Criteria.where().parties(person(r))));
      ask(past, "word with facets", r -> facets(Criteria.where().text(words[20 + r.nextInt(200)])));
      ask(past, "everything with facets", r -> facets(Criteria.where()));
    }
  }

  private void ask(Past past, String name, Question question) throws Exception {
    Random same = new Random(7);
    long[] nanos = new long[ROUNDS];
    long hits = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Search search = question.of(same);
      long begin = System.nanoTime();
      Answer answer = past.index.search(search);
      nanos[i] = System.nanoTime() - begin;
      if (answer instanceof Answer.Page page) {
        hits += page.total();
      } else {
        refused++;
        System.out.println(answer);
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-26s p50 %6.1f ms  p95 %6.1f ms  max %6.1f ms  hits %,d  refused %d%n",
        name,
        nanos[ROUNDS / 2] / 1e6,
        nanos[ROUNDS * 95 / 100] / 1e6,
        nanos[ROUNDS - 1] / 1e6,
        hits / ROUNDS,
        refused);
  }

  private void generate(Past past, int records) {
    Instant at = Instant.parse("2024-01-01T00:00:00Z");
    int n = 0;
    for (int i = 0; n < records; i++) {
      at = at.plusMillis(random.nextInt(30_000));
      while (past.archive.durable() < n - 6_000) {
        LockSupport.parkNanos(200_000);
      }
      if (random.nextInt(5) < 3) {
        past.archive.append(Past.line("m" + i, at, user(random), user(random), text()));
        past.archive.append(Past.delivered("m" + i, at, "x"));
        n += 2;
      } else {
        past.archive.append(Past.started("c" + i, at, user(random), user(random), "audio"));
        past.archive.append(Past.answered("c" + i, at, user(random)));
        double mos = 1 + random.nextInt(34) / 10.0;
        past.archive.append(
            Past.ended("c" + i, at.plusSeconds(99), "answered", random.nextInt(900_000), mos));
        n += 3;
      }
    }
    int all = n;
    Awaitility.await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> past.archive.durable() >= all);
  }

  private Search newest(Criteria.Builder criteria) {
    return Search.newest(criteria.build(), Scope.EVERYTHING, 50);
  }

  private Search facets(Criteria.Builder criteria) {
    return new Search(
        criteria.build(),
        Scope.EVERYTHING,
        List.of(),
        Optional.empty(),
        true,
        50,
        Optional.empty());
  }

  private Search scoped(Criteria.Builder criteria, Random r) {
    String[] group = new String[500];
    for (int i = 0; i < group.length; i++) {
      group[i] = user(r);
    }
    return Search.newest(
        criteria.build(),
        Scope.of(Set.copyOf(Arrays.stream(group).map(Past::address).distinct().toList())),
        50);
  }

  private List<Set<String>> person(Random r) {
    return List.of(Past.addresses(user(r)));
  }

  private List<Set<String>> two(Random r) {
    return List.of(Past.addresses(user(r)), Past.addresses(user(r)));
  }

  private Criteria.Builder mixed(Random r) {
    Instant from = Instant.parse("2024-01-01T00:00:00Z").plus(Duration.ofDays(r.nextInt(60)));
    return Criteria.where()
        .parties(person(r))
        .from(from)
        .until(from.plus(Duration.ofDays(90)))
        .text("(" + word(r) + " OR " + word(r) + ") NOT " + words[1]);
  }

  private Criteria.Builder bad(Random r) {
    Instant from = Instant.parse("2024-01-01T00:00:00Z").plus(Duration.ofDays(r.nextInt(60)));
    return Criteria.where()
        .kind(Kind.CALL)
        .mosAtMost(2.0)
        .atLeast(Duration.ofSeconds(60))
        .from(from)
        .until(from.plus(Duration.ofDays(30)));
  }

  private String phrase(Random r) {
    return '"' + words[r.nextInt(50)] + " " + words[r.nextInt(50)] + '"';
  }

  private String word(Random r) {
    return words[10 + r.nextInt(500)];
  }

  private static String user(Random r) {
    return "u" + r.nextInt(PEOPLE);
  }

  /** A line of words that are frequent as words of a language are. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 4 + random.nextInt(16); i > 0; i--) {
      text.append(words[(int) (Math.pow(WORDS, random.nextDouble()) - 1)]).append(' ');
    }
    return text.toString();
  }

  private String[] words() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      made.add(Integer.toString(1_000 + random.nextInt(60_000_000), 36));
    }
    return made.toArray(String[]::new);
  }

  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().equals("search")) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    throw new IllegalStateException("nothing indexes");
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
