package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** Line, key, words, suggestion, and the lines of the set. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        bad(2, "", "is no YAML", "", "rules: [", "  {"),
        bad(0, "", "is empty", "rules: []", "# nothing"),
        bad(1, "", "must be a section with keys, found 'hello'", "rules", "hello"),
        bad(1, "ruels", "unknown key", "did you mean 'rules'?", "ruels: []"),
        bad(2, "rules", "set twice", "remove one", "rules: []", "rules: []"),
        bad(1, "rules", "has no value", "leave it out", "rules:"),
        bad(1, "rules", "must be a list, found a section", "dash", "rules: {name: a}"),
        bad(1, "inside", "cannot be 'maybe'", "allow or deny", "inside: maybe"),
        bad(1, "zone", "cannot be 'Berlin'", "Europe/Berlin", "zone: Berlin"),
        rule("form", "unknown key", "did you mean 'from'?", "form: {user: alice}"),
        rule("kinds", "unknown key", "did you mean 'kind'?", "kinds: [audio]"),
        rule("kind", "cannot be 'radio'", "audio", "kind: [radio]"),
        rule("kind", "is an empty list", "leave the key out", "kind: []"),
        rule("direction", "cannot be 'up'", "internal or inbound or outbound", "direction: up"),
        rule("from", "must be a section with keys, found 'alice'", "user, group", "from: alice"),
        rule("from", "asks nothing of the party", "leave it out", "from: {}"),
        rule("from.usr", "unknown key", "did you mean 'user'?", "from: {usr: alice}"),
        rule("from.user", "cannot be 'al%zzice'", "a user's name", "from: {user: al%zzice}"),
        rule("from.user", "cannot be 'аlice'", "a user's name", "from: {user: аlice}"),
        rule("from.group", "there is no group traders", "make the group", "from: {group: traders}"),
        rule("to.department", "there is no department it", "make the", "to: {department: it}"),
        rule("to.role", "there is no role adnim", "did you mean 'admin'?", "to: {role: adnim}"),
        rule("to.domain", "cannot be 'a b'", "a domain", "to: {domain: a b}"),
        rule("to.domain", "cannot be '*a.example'", "*. and", "to: {domain: '*a.example'}"),
        rule("to.number", "cannot be '0900x'", "0900*", "to: {number: 0900x}"),
        rule("to.number", "cannot be '*900'", "beginning", "to: {number: '*900'}"),
        rule(
            "from.network",
            "cannot be '10.0.0.0/33'",
            "10.0.0.0/8",
            "from: {network: 10.0.0.0/33}"),
        rule("from.network", "cannot be 'lan'", "10.0.0.0/8", "from: {network: lan}"),
        rule("from.transport", "cannot be 'sctp'", "udp, tcp", "from: {transport: sctp}"),
        rule(
            "either",
            "stands beside from",
            "or either",
            "from: {user: bob}",
            "either: {user: bob}"),
        rule("between", "wants two parties, found 1", "two", "between: [{user: bob}]"),
        rule(
            "when.hours", "cannot be '25:00-26:00'", "22:00-06:00", "when: {hours: '25:00-26:00'}"),
        rule("when.hours", "cannot be '08:00'", "08:00-17:30", "when: {hours: '08:00'}"),
        rule("when.days", "cannot be 'monday'", "mon-fri", "when: {days: monday}"),
        rule("when.since", "cannot be '2026-02-30'", "2026-01-31", "when: {since: 2026-02-30}"),
        rule(
            "when.until",
            "ends before it begins",
            "exchange",
            "when: {since: 2026-02-02, until: 2026-02-01}"),
        rule(
            "when.zone", "cannot be 'Mars/Olympus'", "Europe/Berlin", "when: {zone: Mars/Olympus}"),
        rule(
            "when.on-holidays",
            "there is no list of holidays de",
            "under holidays",
            "when: {on-holidays: de}"),
        rule("concurrent-at-least", "cannot be '0'", "1 to 1000", "concurrent-at-least: 0"),
        rule("status", "cannot be '302'", "403, 404, 480", "status: 302"),
        rule("words", "cannot be ''", "1 to 120 characters", "words: ''"),
        rule("words", "cannot be 'a?b'", "on one line", "words: \"a\\nb\""),
        rule("obligations", "belong to result: allow", "remove", "obligations: {record: [audio]}"),
        rule("direction", "can only be internal", "remove", "direction: inbound", "kind: register"),
        allow("words", "belongs to a denial", "remove", "words: no"),
        bad(
            2,
            "rules[1].direction",
            "is not said",
            "add direction",
            "rules:",
            "- {name: a, result: allow, from: {domain: b.example}}"),
        allow(
            "direction",
            "a party is of another",
            "add",
            "direction: internal",
            "to: {domain: b.example}"),
        allow(
            "obligations.recrod",
            "unknown key",
            "did you mean 'record'?",
            "obligations: {recrod: []}"),
        allow(
            "obligations.record",
            "cannot be 'chat'",
            "audio or video",
            "obligations: {record: [chat]}"),
        allow(
            "obligations.archive-first",
            "cannot be switched off",
            "remove",
            "obligations: {archive-first: false}"),
        allow(
            "obligations.require-srtp",
            "cannot be switched off",
            "remove",
            "obligations: {require-srtp: false}"),
        allow(
            "obligations.archive-first",
            "cannot be 'perhaps'",
            "true or false",
            "obligations: {archive-first: perhaps}"),
        allow("obligations.bandwidth", "cannot be '1k'", "64k", "obligations: {bandwidth: 1k}"),
        allow("obligations.longest", "cannot be 'long'", "15m", "obligations: {longest: long}"),
        allow(
            "obligations.review-percent",
            "cannot be '101'",
            "0 to 100",
            "obligations: {review-percent: 101}"),
        allow("obligations.codecs", "cannot be 'op us'", "opus", "obligations: {codecs: [op us]}"),
        allow(
            "obligations.notice.play",
            "cannot be 'all'",
            "both",
            "obligations: {notice: {play: all}}"),
        allow(
            "obligations.notice.consent",
            "nothing is recorded",
            "record: [audio]",
            "obligations: {notice: {consent: both}}"),
        allow(
            "obligations.notice.refused",
            "nobody is asked",
            "add consent",
            "obligations: {notice: {refused: end}}"),
        allow(
            "obligations.notice.language",
            "cannot be 'german!'",
            "en or",
            "obligations: {notice: {language: german!}}"),
        bad(2, "rules[1]", "has no name", "add name", "rules:", "- {kind: chat, result: deny}"),
        bad(2, "rules[1]", "has no result", "add result", "rules:", "- {name: a}"),
        bad(
            2,
            "rules[1].result",
            "cannot be 'ok'",
            "allow or deny",
            "rules:",
            "- {name: a, result: ok}"),
        bad(
            2,
            "rules[1].name",
            "is the name of what holds without rules",
            "another",
            "rules:",
            "- {name: default, kind: chat, result: deny}"),
        bad(
            3,
            "rules[2].name",
            "is the name of the rule in line 2",
            "another",
            "rules:",
            "- {name: a, kind: chat, result: deny}",
            "- {name: a, kind: file, result: deny}"),
        bad(
            3,
            "",
            "contradicts 'a' (line 2)",
            "remove one",
            "rules:",
            "- {name: a, kind: chat, result: deny}",
            "- {name: b, kind: chat, result: allow, direction: [internal, inbound, outbound]}"),
        bad(
            3,
            "",
            "'b' can never decide, since 'a' (line 2)",
            "before line 2",
            "rules:",
            "- {name: a, kind: [chat, file], result: deny}",
            "- {name: b, kind: chat, from: {user: bob}, result: allow}"),
        bad(
            3,
            "",
            "can never decide",
            "before line 2",
            "rules:",
            "- {name: a, from: {network: 10.0.0.0/8}, kind: chat, result: deny}",
            "- {name: b, from: {network: 10.1.0.0/16}, kind: chat, result: allow}"),
        bad(
            3,
            "",
            "can never decide",
            "before line 2",
            "rules:",
            "- {name: a, to: {number: '+49*'}, kind: audio, result: deny}",
            "- {name: b, to: {number: '+4930*'}, kind: audio, result: allow}"),
        bad(
            3,
            "",
            "can never decide",
            "before line 2",
            "rules:",
            "- {name: a, either: {group: trading}, kind: audio, result: deny}",
            "- {name: b, between: [{group: trading}, {user: bob}], kind: audio, result: allow}"),
        bad(1, "holidays", "must be lists of days", "bavaria", "holidays: [2026-01-01]"),
        bad(1, "holidays.de", "cannot be 'christmas'", "2026-12-25", "holidays: {de: [christmas]}"),
        bad(2, "walls[1]", "stands between nobody", "add between", "walls:", "- {name: w}"),
        bad(
            2,
            "walls[1].between",
            "two sides or more",
            "[one group",
            "walls:",
            "- {name: w, between: [trading]}"),
        bad(
            2,
            "walls[1].between",
            "there is no group trade",
            "make the group",
            "walls:",
            "- {name: w, between: [trade, research]}"),
        bad(
            2,
            "walls[1].between",
            "names the same side twice",
            "different",
            "walls:",
            "- {name: w, between: [trading, trading]}"),
        bad(
            2,
            "walls[1].kinds",
            "reaches nobody",
            "remove register",
            "walls:",
            "- {name: w, between: [trading, research], kinds: [register]}"),
        bad(
            4,
            "walls[1].exceptions[1]",
            "has no until",
            "until when",
            "walls:",
            "- {name: w, between: [trading, research],",
            "  exceptions: [",
            "  {between: [alice, bob], approver: C, reason: r}]}"),
        bad(
            4,
            "walls[1].exceptions[1]",
            "has no approver",
            "by whom",
            "walls:",
            "- {name: w, between: [trading, research],",
            "  exceptions: [",
            "  {between: [alice, bob], until: 2026-12-31, reason: r}]}"),
        bad(
            4,
            "walls[1].exceptions[1].until",
            "cannot be 'never'",
            "2026-12-31",
            "walls:",
            "- {name: w, between: [trading, research],",
            "  exceptions: [",
            "  {between: [alice, bob], until: never, approver: C, reason: r}]}"),
        bad(
            2,
            "",
            "locks out every admin",
            "allow kind: register",
            "rules:",
            "- {name: a, kind: register, result: deny}"),
        bad(
            3,
            "",
            "locks out every admin",
            "allow kind: register",
            "rules:",
            "- {name: a, kind: register, from: {user: bob}, result: allow}",
            "- {name: b, from: {group: trading}, result: deny}"),
        bad(
            2,
            "",
            "locks out every admin",
            "allow kind: register",
            "rules:",
            "- {name: a, from: {network: ['0.0.0.0/0', '::/0']}, result: deny}"),
        bad(0, "", "locks out every admin", "allow kind: register", "inside: deny"));
  }

  private static Arguments bad(int line, String key, String words, String advice, String... text) {
    return Arguments.of(line, key, words, advice, String.join("\n", text));
  }

  private static Arguments rule(String key, String words, String advice, String... more) {
    return bad(3, "rules[1]." + key, words, advice, withMore("deny", more));
  }

  private static Arguments allow(String key, String words, String advice, String... more) {
    return bad(3, "rules[1]." + key, words, advice, withMore("allow", more));
  }

  private static String withMore(String result, String... more) {
    return "rules:\n- {name: a, result: " + result + ",\n  " + String.join(", ", more) + "}";
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
