package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds of all rule sets, tried on many out of a seeded generator. */
class RulePropertiesTest {
  private static final int SETS = 150;
  private static final int ATTEMPTS = 200;

  private final Territory territory =
      new Territory("example.org", List.of(), PolicySettings.defaults());

  @Test
  void theIndexDecidesAsOneRuleAfterTheOtherWould() {
    int byRule = 0;
    for (long seed = 1; seed <= SETS; seed++) {
      RandomRules random = new RandomRules(seed);
      List<RandomRules.Written> written = random.rules(1 + (int) (seed % 90));
      RuleSet rules = read(written);
      for (int i = 0; i < ATTEMPTS; i++) {
        Attempt attempt = random.attempt();
        Decision decision = rules.decide(attempt);
        Optional<RandomRules.Written> first = first(written, attempt);
        assertThat(decision.rule())
            .as("seed %d: %s", seed, attempt)
            .isEqualTo(first.map(RandomRules.Written::name).orElse("default"));
        assertThat(decision instanceof Decision.Allow)
            .isEqualTo(first.map(RandomRules.Written::allow).orElse(inside(attempt)));
        byRule += first.isPresent() ? 1 : 0;
      }
    }
    assertThat(byRule).as("attempts that a rule decided").isGreaterThan(SETS * ATTEMPTS / 3);
  }

  @Test
  void theExplanationIsOfTheDecision() {
    for (long seed = 1; seed <= 60; seed++) {
      RandomRules random = new RandomRules(seed);
      List<RandomRules.Written> written = random.rules(12);
      RuleSet rules = read(written);
      for (int i = 0; i < 50; i++) {
        Attempt attempt = random.attempt();
        Explanation explanation = rules.explain(attempt);
        assertThat(explanation.decision()).isEqualTo(rules.decide(attempt));
        assertThat(explanation.line() > 0)
            .isEqualTo(!explanation.decision().rule().equals("default"));
        for (Explanation.Near near : explanation.near()) {
          boolean matches =
              written.stream().anyMatch(w -> w.name().equals(near.rule()) && w.match(attempt));
          boolean relay = !ours(attempt.from()) && !ours(attempt.to());
          assertThat(near.failed().equals("order")).as("%s", near).isEqualTo(matches);
          assertThat(relay || !explanation.decision().rule().equals("default") || !matches)
              .isTrue();
        }
      }
    }
  }

  @Test
  void oneMoreDenialNeverAllowsMore() {
    int changed = 0;
    for (long seed = 1; seed <= SETS; seed++) {
      RandomRules random = new RandomRules(seed);
      List<RandomRules.Written> written = random.rules(1 + (int) (seed % 30));
      List<RandomRules.Written> more = new ArrayList<>(written);
      more.add(new Random(seed).nextInt(written.size() + 1), random.rule("more", false));
      RuleSet before = read(written);
      RuleSet after = read(more);
      for (int i = 0; i < ATTEMPTS; i++) {
        Attempt attempt = random.attempt();
        boolean allowed = after.decide(attempt) instanceof Decision.Allow;
        boolean was = before.decide(attempt) instanceof Decision.Allow;
        assertThat(!allowed || was).as("seed %d: %s", seed, attempt).isTrue();
        changed += was && !allowed ? 1 : 0;
      }
    }
    assertThat(changed).as("attempts that the denial took").isGreaterThan(100);
  }

  @Test
  void orderMattersOnlyWhereRulesOverlap() {
    int changed = 0;
    for (long seed = 1; seed <= SETS; seed++) {
      RandomRules random = new RandomRules(seed);
      List<RandomRules.Written> written = random.rules(2 + (int) (seed % 20));
      int at = new Random(seed).nextInt(written.size() - 1);
      List<RandomRules.Written> exchanged = new ArrayList<>(written);
      exchanged.set(at, written.get(at + 1));
      exchanged.set(at + 1, written.get(at));
      RuleSet before = read(written);
      RuleSet after = read(exchanged);
      for (int i = 0; i < ATTEMPTS; i++) {
        Attempt attempt = random.attempt();
        if (!before.decide(attempt).equals(after.decide(attempt))) {
          assertThat(written.get(at).match(attempt) && written.get(at + 1).match(attempt))
              .as("seed %d: %s", seed, attempt)
              .isTrue();
          changed++;
        }
      }
    }
    assertThat(changed).as("attempts that the order decided").isGreaterThan(20);
  }

  @Test
  void theCanonicalFormIsItsOwnCanonicalForm() {
    Territory german =
        new Territory(
            "example.org",
            List.of("127.0.0.1", "::1", "sip.example.org"),
            new PolicySettings(
                true, true, List.of(), List.of("112"), new NumberPlan("49", "0", "00", 5)));
    Random random = new Random(5);
    String letters = "aZ0159+-.() %41;@:İıſKß①٣аé\u0307\u202e*#=";
    List<String> hosts =
        List.of(
            "example.org", "EXAMPLE.org.", "sip.example.org", "bücher.example", "0x7f.1", "[::1]");
    int named = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder user = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        user.append(letters.charAt(random.nextInt(letters.length())));
      }
      String host = hosts.get(random.nextInt(hosts.size()));
      for (Territory where : List.of(territory, german)) {
        Optional<Address> once = where.canonical(user.toString(), host);
        if (once.isPresent()) {
          Address address = once.get();
          assertThat(where.canonical(address.user(), address.domain()))
              .as("%s@%s", user, host)
              .contains(address);
          named++;
        }
      }
    }
    assertThat(named).isGreaterThan(10_000);
  }

  /**
   * The set, without the rules that the reader names as such that can never decide: what is taken
   * out must make no difference, which the other tests then show.
   */
  private RuleSet read(List<RandomRules.Written> written) {
    List<RandomRules.Written> left = new ArrayList<>(written);
    while (true) {
      Reading reading = RuleSet.read(RandomRules.yaml(left), territory, Names.UNCHECKED);
      if (reading instanceof Reading.Ok ok) {
        return ok.rules();
      }
      List<Reading.Problem> problems = ((Reading.Refused) reading).problems();
      assertThat(problems)
          .allSatisfy(
              p ->
                  assertThat(p.words())
                      .containsAnyOf(
                          "can never decide",
                          "contradicts",
                          "a party is of another domain",
                          "can only be internal",
                          "more of this kind"));
      Set<RandomRules.Written> bad =
          problems.stream()
              .filter(p -> p.line() > 0)
              .map(p -> left.get(p.line() - 2))
              .collect(Collectors.toSet());
      assertThat(left.removeAll(bad)).isTrue();
    }
  }

  private Optional<RandomRules.Written> first(List<RandomRules.Written> rules, Attempt attempt) {
    boolean relay = !ours(attempt.from()) && !ours(attempt.to());
    return relay ? Optional.empty() : rules.stream().filter(r -> r.match(attempt)).findFirst();
  }

  private boolean inside(Attempt attempt) {
    return ours(attempt.from()) && ours(attempt.to());
  }

  private boolean ours(Party party) {
    return territory.ours(party);
  }
}
