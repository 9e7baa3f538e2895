package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a decision takes with 10,000 rules and 100,000 users. */
@Tag("bench")
class PolicyBenchTest {
  private static final int USERS = 100_000;
  private static final int GROUPS = 1_000;
  private static final int ATTEMPTS = 400_000;

  private final Territory territory =
      new Territory("example.org", List.of(), PolicySettings.defaults());
  private final Random random = new Random(1);

  @Test
  void aDecisionTakesLessThanTwentyMicroseconds() {
    long begin = System.nanoTime();
    Reading reading = RuleSet.read(yaml(), territory, Names.UNCHECKED);
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(reading).isInstanceOf(Reading.Ok.class);
    RuleSet rules = ((Reading.Ok) reading).rules();
    System.out.printf(
        "policy: %d rules read, checked and indexed in %.1f s, %d warnings%n",
        rules.rules(), seconds, ((Reading.Ok) reading).warnings().size());
    List<Party> users = users();
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      attempts.add(attempt(users));
    }
    long[] nanos = new long[ATTEMPTS];
    for (int round = 0; round < 3; round++) {
      int byRule = 0;
      for (int i = 0; i < ATTEMPTS; i++) {
        long start = System.nanoTime();
        Decision decision = rules.decide(attempts.get(i));
        nanos[i] = System.nanoTime() - start;
        byRule += decision.rule().equals(RuleSet.DEFAULT) ? 0 : 1;
      }
      Arrays.sort(nanos);
      System.out.printf(
          "policy: decisions p50 %.1f us, p99 %.1f us, p99.9 %.1f us; %d %% by a rule%n",
          nanos[ATTEMPTS / 2] / 1e3,
          nanos[ATTEMPTS / 100 * 99] / 1e3,
          nanos[ATTEMPTS / 1000 * 999] / 1e3,
          byRule * 100L / ATTEMPTS);
    }
    assertThat(nanos[ATTEMPTS / 2]).isLessThan(20_000);
    assertThat(nanos[ATTEMPTS / 100 * 99]).isLessThan(20_000);
  }

  /** Rules of all kinds, none of which takes everything. */
  private String yaml() {
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < 4_000; i++) {
      rule(
          text,
          "user " + i,
          "from: {user: u" + random.nextInt(USERS) + "}, to: {group: g" + i % GROUPS + "}");
    }
    for (int i = 0; i < 2_500; i++) {
      rule(
          text,
          "groups " + i,
          "from: {group: g"
              + i % GROUPS
              + "}, to: {group: g"
              + i * 7 / 5 % GROUPS
              + "}, kind: [audio, chat]");
    }
    for (int i = 0; i < 1_500; i++) {
      rule(
          text,
          "number " + i,
          "direction: [internal, outbound], to: {number: '+" + (100_000 + i * 37) + "*'}");
    }
    for (int i = 0; i < 1_000; i++) {
      rule(
          text,
          "network " + i,
          "from: {network: 10." + i / 250 + "." + i % 250 + ".0/24, department: d" + i % 20 + "}");
    }
    for (int i = 0; i < 500; i++) {
      rule(text, "domain " + i, "direction: outbound, to: {domain: '*.p" + i + ".example'}");
    }
    for (int i = 0; i < 500; i++) {
      rule(
          text,
          "hours " + i,
          "from: {group: g"
              + i
              + ", department: d1}, when: {hours: '"
              + (10 + i % 10)
              + ":00-06:00', zone: Europe/Berlin}, concurrent-at-least: 2");
    }
    return text.toString();
  }

  private void rule(StringBuilder text, String name, String match) {
    text.append("- {name: ").append(name).append(", ").append(match);
    text.append(", result: ").append(random.nextBoolean() ? "allow}\n" : "deny}\n");
  }

  private List<Party> users() {
    List<Party> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      Set<String> groups =
          Set.copyOf(
              List.of("g" + random.nextInt(GROUPS), "g" + random.nextInt(GROUPS), "h" + i % 50));
      users.add(
          new Party(
              new Address("u" + i, "example.org"),
              new Person(true, groups, "d" + i % 40, "user"),
              "Softphone/" + i % 9,
              "10." + i % 8 + "." + i % 250 + "." + i % 200,
              "tls"));
    }
    return users;
  }

  private Attempt attempt(List<Party> users) {
    Party to = users.get(random.nextInt(USERS));
    int where = random.nextInt(10);
    if (where == 0) {
      to =
          Party.of(
              new Address("+" + (100_000 + random.nextInt(90_000)) + "123", "example.org"),
              Person.STRANGER);
    } else if (where == 1) {
      to =
          Party.of(new Address("zoe", "sip.p" + random.nextInt(900) + ".example"), Person.STRANGER);
    }
    return new Attempt(
        Attempt.Kind.values()[1 + random.nextInt(6)],
        users.get(random.nextInt(USERS)),
        to,
        Instant.parse("2026-03-02T00:00:00Z").plusSeconds(random.nextInt(600_000)),
        random.nextInt(4));
  }
}
