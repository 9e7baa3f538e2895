package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule sets that admins are shown. */
class PolicyExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");

  private final Territory territory =
      new Territory("example.org", List.of(), PolicySettings.defaults());

  @Test
  void everyExampleMayComeIntoForce() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("config/policy-examples"))) {
      List<Path> examples = files.sorted().toList();
      assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
      for (Path example : examples) {
        assertThat(RuleSet.read(Files.readString(example), territory, Names.UNCHECKED))
            .as(example.toString())
            .isInstanceOfSatisfying(
                Reading.Ok.class, ok -> assertThat(ok.rules().rules()).isPositive());
      }
    }
  }

  @Test
  void theExampleOfTheLanguagePageDecidesAsThePageSays() throws IOException {
    Matcher yaml =
        Pattern.compile("```yaml\n(zone:.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/policy.md")));
    assertThat(yaml.find()).isTrue();
    Reading reading = RuleSet.read(yaml.group(1), territory, Names.UNCHECKED);
    assertThat(reading)
        .isInstanceOfSatisfying(Reading.Ok.class, ok -> assertThat(ok.warnings()).isEmpty());
    RuleSet rules = ((Reading.Ok) reading).rules();
    assertThat(rule(rules, Attempt.Kind.CHAT, "trading", "research"))
        .isEqualTo("research and trading");
    assertThat(rule(rules, Attempt.Kind.AUDIO, "agents", "trading")).isEqualTo("recorded calls");
    assertThat(rule(rules, Attempt.Kind.CHAT, "agents", "trading")).isEqualTo(RuleSet.DEFAULT);
  }

  @Test
  void theBankKeepsItsBarrierAndRecordsItsFloor() throws IOException {
    RuleSet bank = example("bank.yaml");
    assertThat(rule(bank, Attempt.Kind.FILE, "research", "trading"))
        .isEqualTo("research and trading");
    assertThat(rule(bank, Attempt.Kind.AUDIO, "trading", "other"))
        .isEqualTo("trading floor is recorded");
  }

  @Test
  void theCallCentreAsksItsCallers() throws IOException {
    Party customer = Party.of(new Address("+4917012345", "carrier.example"), Person.STRANGER);
    Decision decision =
        example("call-centre.yaml")
            .decide(new Attempt(Attempt.Kind.AUDIO, customer, party("agents"), MONDAY, 0));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Allow.class,
            allow ->
                assertThat(allow.obligations().notice().consent()).isEqualTo(Notice.Who.CALLER));
  }

  @Test
  void theOfficeKeepsItsGuestsAtTheFrontDesk() throws IOException {
    assertThat(rule(example("small-office.yaml"), Attempt.Kind.CHAT, "guests", "other"))
        .isEqualTo("guests may do nothing else");
  }

  private RuleSet example(String name) throws IOException {
    String yaml = Files.readString(ROOT.resolve("config/policy-examples").resolve(name));
    return ((Reading.Ok) RuleSet.read(yaml, territory, Names.UNCHECKED)).rules();
  }

  private static String rule(RuleSet rules, Attempt.Kind kind, String from, String to) {
    return rules.decide(new Attempt(kind, party(from), party(to), MONDAY, 0)).rule();
  }

  private static Party party(String group) {
    return Party.of(
        new Address("u-" + group, "example.org"), new Person(true, Set.of(group), "", "user"));
  }
}
