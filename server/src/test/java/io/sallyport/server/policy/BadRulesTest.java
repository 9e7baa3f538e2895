package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of mistake in a rule set, with the line that is to blame and what to write instead.
 */
class BadRulesTest {
  private static final Names NAMES =
      new Names() {
        @Override
        public boolean user(String name) {
          return Set.of("alice", "bob", "root").contains(name);
        }

        @Override
        public boolean group(String name) {
          return Set.of("trading", "research").contains(name);
        }

        @Override
        public boolean department(String name) {
          return name.equals("sales");
        }

        @Override
        public Set<String> roles() {
          return Set.of("user", "admin");
        }

        @Override
        public Map<String, Person> admins() {
          return Map.of("root", new Person(true, Set.of("trading"), "sales", "admin"));
        }
      };

  private final Territory territory =
      new Territory("example.org", List.of(), PolicySettings.defaults());

  /** Line, key, words, suggestion, and the set. */
  static Stream<Arguments> mistakes() throws IOException {
    String page;
    try (InputStream in = BadRulesTest.class.getResourceAsStream("/policy/bad-rules.txt")) {
      page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return Stream.of(page.split("(?m)^== "))
        .skip(1)
        .map(
            block -> {
              int end = block.indexOf('\n');
              String[] head = block.substring(0, end).split(" *\\| *", -1);
              return Arguments.of(
                  Integer.parseInt(head[0]),
                  head[1],
                  head[2],
                  head[3],
                  block.substring(end + 1).stripTrailing());
            });
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("mistakes")
  void aMistakeIsRefusedWithItsLineAndASuggestion(
      int line, String key, String words, String advice, String yaml) {
    Reading reading = RuleSet.read(yaml, territory, NAMES);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    assertThat(((Reading.Refused) reading).problems())
        .as(yaml)
        .anySatisfy(
            p -> {
              assertThat(p.words()).contains(words);
              assertThat(p.key()).isEqualTo(key);
              assertThat(p.suggestion()).contains(advice);
              assertThat(p.line()).isEqualTo(line);
            });
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheText() {
    String yaml =
        "inside: no\nrules:\n- {name: a, kind: tv, result: deny}\n- {name: b, rsult: deny}\n";
    List<Reading.Problem> problems =
        ((Reading.Refused) RuleSet.read(yaml, territory, NAMES)).problems();
    assertThat(problems).extracting(Reading.Problem::line).containsExactly(1, 3, 4, 4);
    assertThat(problems.get(1).text())
        .isEqualTo(
            "line 3: rules[1].kind: cannot be 'tv'; write register or presence or chat or file or"
                + " audio or video or screen");
  }

  @Test
  void whatIsDoubtfulIsToldAndReadAllTheSame() {
    String yaml =
        String.join(
            "\n",
            "rules:",
            "- {name: one, from: {user: alice}, kind: chat, result: deny}",
            "- {name: two, to: {user: bob}, kind: chat, result: allow}",
            "- {name: three, to: {user: bob}, from: {group: trading}, kind: chat, result: allow}",
            "- {name: four, to: {user: gone}, kind: [file, file], result: deny}",
            "- {name: five, kind: file, result: allow, obligations: {hold-for-release: true}}",
            "- {name: six, to: {device: Snom*}, kind: audio, result: allow,",
            "   obligations: {codecs: [opsu]}}");
    Reading reading = RuleSet.read(yaml, territory, NAMES);
    assertThat(reading).isInstanceOf(Reading.Ok.class);
    assertThat(((Reading.Ok) reading).warnings())
        .extracting(Reading.Problem::text)
        .anySatisfy(t -> assertThat(t).contains("line 3: rule 'two' overlaps with 'one' (line 2)"))
        .anySatisfy(
            t -> assertThat(t).contains("line 4: rule 'three' can never decide, since 'two'"))
        .anySatisfy(t -> assertThat(t).contains("line 5: rules[4].to.user: there is no user gone"))
        .anySatisfy(t -> assertThat(t).contains("line 5: rules[4].kind: names 'file' twice"))
        .anySatisfy(t -> assertThat(t).contains("line 6").contains("hold chat lines"))
        .anySatisfy(t -> assertThat(t).contains("line 7").contains("is not known when an attempt"))
        .anySatisfy(t -> assertThat(t).contains("did you mean 'opus'?"));
  }

  @Test
  void aSetThatIsTooLargeIsRefused() {
    String rules =
        IntStream.rangeClosed(0, RuleReader.MOST_RULES)
            .mapToObj(i -> "- {name: r" + i + ", from: {user: u" + i + "}, result: deny}\n")
            .collect(Collectors.joining("", "rules:\n", ""));
    assertThat(problem(rules)).contains("has 10001 rules and walls, more than 10000");
    assertThat(problem("#".repeat(RuleReader.MOST_BYTES + 1))).contains("is longer than");
  }

  @Test
  void aliasesThatExplodeOrGoInCirclesAreRefused() {
    assertThat(problem("a: &a [x]\nrules: &r [*r]")).isNotEmpty();
    assertThat(problem("rules:\n- &r {name: a, result: deny, from: *r}")).isNotEmpty();
    String laughs =
        "a: &a [x,x]\n"
            + IntStream.range(0, 100)
                .mapToObj(i -> "k" + i + ": [*a, *a]")
                .collect(Collectors.joining("\n"));
    assertThat(problem(laughs)).isNotEmpty();
    assertThat(problem("rules: " + "[".repeat(10_000))).contains("is no YAML");
  }

  @Test
  void aRefusedSetLeavesTheRunningOne() {
    Policy policy = new Policy(territory);
    RuleSet before = policy.current();
    Reading reading = RuleSet.read("rules: [{name: a}]", territory, NAMES);
    if (reading instanceof Reading.Ok ok) {
      policy.swap(ok.rules());
    }
    assertThat(policy.current()).isSameAs(before);
  }

  @Test
  void anotherSetIsInForceFromTheNextDecisionOn() {
    Policy policy = new Policy(territory);
    Party alice = Party.of(new Address("alice", "example.org"), Person.STRANGER);
    Attempt chat = new Attempt(Attempt.Kind.CHAT, alice, alice, Instant.EPOCH, 0);
    assertThat(policy.decide(chat)).isInstanceOf(Decision.Allow.class);
    String yaml = "rules: [{name: quiet, kind: chat, result: deny, words: Be quiet}]";
    RuleSet quiet = ((Reading.Ok) RuleSet.read(yaml, territory, NAMES)).rules();
    RuleSet before = policy.swap(quiet);
    assertThat(policy.decide(chat)).isEqualTo(new Decision.Deny(Refusal.RULE, "Be quiet", "quiet"));
    assertThat(quiet.text()).isEqualTo(yaml);
    assertThat(quiet.rules()).isEqualTo(1);
    assertThat(before.rules()).isZero();
  }

  @Test
  void aRuleMayLetGoOfTheArchiveOnlyWhereSettingsAllow() {
    Territory lenient =
        new Territory(
            "example.org",
            List.of(),
            new PolicySettings(false, false, List.of("audio"), List.of(), NumberPlan.defaults()));
    String yaml =
        "rules: [{name: a, result: allow, obligations: {archive-first: false, record: []}}]";
    RuleSet rules = ((Reading.Ok) RuleSet.read(yaml, lenient, NAMES)).rules();
    Party alice = Party.of(new Address("alice", "example.org"), Person.STRANGER);
    Decision decision =
        rules.decide(new Attempt(Attempt.Kind.AUDIO, alice, alice, Instant.EPOCH, 0));
    assertThat(decision)
        .isEqualTo(new Decision.Allow(new Obligations(false, false, List.of(), false), "a"));
  }

  private String problem(String yaml) {
    Reading reading = RuleSet.read(yaml, territory, NAMES);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) reading).problems().get(0).words();
  }
}
