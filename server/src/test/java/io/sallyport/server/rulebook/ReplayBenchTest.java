package io.sallyport.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveRecord.Refused;
import io.sallyport.server.archive.ArchiveRecord.Registration;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.ReplayReport.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a draft takes to be tried on a month of traffic, written by the real archive: a journal
 * of calls with their answers and ends, chat lines and their deliveries, registrations, refusals.
 * {@code -Dbench.attempts} says how many attempts; 1 million where nothing is said.
 */
@Tag("bench")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ReplayBenchTest {
  private static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
  private static final int PEOPLE = 20_000;
  private static final int GROUPS = 200;

  @TempDir Path directory;
  private final Random random = new Random(5);
  private volatile Instant now = BEGIN;
  private long appended;

  @Test
  void aDraftIsTriedOnAMonth() throws Exception {
    int attempts = Integer.getInteger("bench.attempts", 1_000_000);
    try (Shelf shelf = Shelf.open(directory, () -> now)) {
      assertThat(shelf.rulebook.apply(rules(100, 0), "carol", "in force during the month"))
          .isInstanceOf(Outcome.InForce.class);
      long begin = System.nanoTime();
      generate(shelf, attempts);
      System.out.printf(
          "generated: %,d records in %.1f s%n", shelf.archive.durable(), seconds(begin));
      Awaitility.await()
          .atMost(Duration.ofMinutes(30))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> projected(shelf) >= shelf.archive.durable());
      measure(shelf, 300);
      measure(shelf, 10_000);
    }
  }

  private void measure(Shelf shelf, int rules) throws Exception {
    RuleSet draft = ((Reading.Ok) shelf.rulebook.check(rules(rules, 1))).rules();
    for (int run = 1; run <= 2; run++) {
      Replay replay = new Replay(draft, shelf.rulebook, people(), new Replay.Period(BEGIN, END), 3);
      long begin = System.nanoTime();
      try (ArchiveReader reader = shelf.archive.fields(BEGIN)) {
        ReplayReport report = replay.run(reader, sequence -> {});
        System.out.printf(
            "replay by %,d rules, run %d: %,d attempts in %,d records, %.1f s; %,d denied, %,d"
                + " allowed, %,d under other obligations%n",
            rules,
            run,
            report.attempts(),
            report.records(),
            seconds(begin),
            report.changed(Change.DENIED),
            report.changed(Change.ALLOWED),
            report.changed(Change.OBLIGATIONS));
        assertThat(report.changed()).isPositive();
        assertThat(seconds(begin)).isLessThan(60);
      }
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static long projected(Shelf shelf) {
    return shelf.database.<Long, RuntimeException>read(
        handle -> handle.createQuery("SELECT sequence FROM projection").mapTo(Long.class).one());
  }

  /** Walls between neighbours of groups, and rules that record a user's calls to a group. */
  private static String rules(int count, int shift) {
    StringBuilder text = new StringBuilder("walls:\n");
    for (int i = 0; i < Math.min(count / 2, GROUPS / 2); i++) {
      text.append("  - name: wall ").append(i).append("\n    between: [g");
      text.append(2 * i).append(", g").append((2 * i + 1 + shift) % GROUPS).append("]\n");
    }
    text.append("rules:\n");
    for (int i = 0; i < count - Math.min(count / 2, GROUPS / 2); i++) {
      text.append("  - name: rule ").append(i).append("\n    from: {user: user").append(i);
      text.append("}\n    to: {group: g").append((i / GROUPS + i * 7 + shift) % GROUPS);
      text.append("}\n    kind: [audio, video]\n    result: allow\n    obligations:\n");
      text.append("      record: [audio]\n      longest: ").append(1 + i % 20).append("h\n");
    }
    return text.toString();
  }

  private static People people() {
    Person[] persons = new Person[GROUPS * GROUPS];
    for (int i = 0; i < persons.length; i++) {
      persons[i] =
          new Person(true, new HashSet<>(List.of("g" + i % GROUPS, "g" + i / GROUPS)), "", "user");
    }
    return address ->
        address.domain().equals("example.org")
            ? persons[Integer.parseInt(address.user().substring(4)) % persons.length]
            : Person.STRANGER;
  }

  private void generate(Shelf shelf, int attempts) {
    long step = Duration.between(BEGIN, END).toMillis() / attempts;
    for (int i = 0; i < attempts; i++) {
      now = BEGIN.plusMillis(step * i);
      while (shelf.archive.durable() < appended - 6_000) {
        LockSupport.parkNanos(200_000);
      }
      attempt(shelf, i, random.nextInt(100));
    }
    Awaitility.await()
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .atMost(Duration.ofMinutes(5))
        .until(() -> shelf.archive.durable() >= appended);
  }

  private void attempt(Shelf shelf, int i, int dice) {
    if (dice < 40) {
      List<String> kinds = List.of("audio");
      put(shelf, new CallStarted("c" + i, now, party(), user(), kinds, "default", 1));
      put(shelf, new CallAnswered("c" + i, now, party(), kinds));
      put(shelf, new CallEnded("c" + i, now, "answered", 200, user(), "", 90_000, List.of()));
    } else if (dice < 85) {
      Body body =
          new Body(
              "text/plain", "a line of about the usual length".getBytes(StandardCharsets.UTF_8));
      put(shelf, new ChatMessage("m" + i, now, party(), user(), body, "default", 1));
      put(shelf, new ChatDelivered("m" + i, now, user(), "phone"));
    } else if (dice < 95) {
      put(shelf, new Registration(user(), now, "d1", "bound", "phone/1", "TLS 192.0.2.1", 600));
    } else {
      put(
          shelf,
          new Refused(
              now,
              "INVITE",
              user(),
              "sip:+4912345@elsewhere.example",
              "TLS 192.0.2.1",
              403,
              "no",
              "default",
              1,
              List.of("audio"),
              "phone/1"));
    }
  }

  private void put(Shelf shelf, ArchiveRecord record) {
    shelf.archive.append(record);
    appended++;
  }

  private String user() {
    return "sip:user" + random.nextInt(PEOPLE) + "@example.org";
  }

  private Party party() {
    return new Party(user(), "Somebody", "phone/1.2.3", "TLS 192.0.2.7");
  }
}
