package io.sallyport.server.policy;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the text of a rule set, as {@code docs/policy.md} describes it. */
final class RuleReader {
  /** Rules and walls of one set. */
  static final int MOST_RULES = 10_000;

  /** Bytes of one set's text. */
  static final int MOST_BYTES = 4 << 20;

  /** What a text says. */
  record Read(List<Rule> rules, boolean insideAllowed) {}

  private final Territory territory;
  private final Findings findings;
  private final SideReader sides;
  private final OutcomeReader outcomes;
  private final Map<String, Integer> named = new HashMap<>();

  RuleReader(Territory territory, Names names, Findings findings) {
    this.territory = territory;
    this.findings = findings;
    this.sides = new SideReader(territory, names, findings);
    this.outcomes = new OutcomeReader(territory.settings(), findings);
  }

  /** The rules, walls first; of use only where nothing was found wrong. */
  Read read(String yaml) {
    if (yaml.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      findings.bad(0, "", "is longer than " + MOST_BYTES + " bytes", "shorten it");
      return new Read(List.of(), true);
    }
    Optional<Node> root = root(yaml);
    if (root.isEmpty()) {
      return new Read(List.of(), true);
    }
    Section top =
        Section.of(
            root.get(), "", findings, "zone", "inside", "holidays", "walls", "rules", "content");
    CalendarReader calendars = new CalendarReader(top, findings);
    boolean inside =
        top.value(
                "inside",
                "allow or deny",
                t -> Optional.of(t).filter(r -> r.equals("allow") || r.equals("deny")))
            .orElse("allow")
            .equals("allow");
    List<Node> walls = top.nodes("walls");
    List<Node> rules = top.nodes("rules");
    if (walls.size() + rules.size() > MOST_RULES) {
      findings.bad(
          0,
          "",
          "has " + (walls.size() + rules.size()) + " rules and walls, more than " + MOST_RULES,
          "name groups, numbers or networks in one rule rather than in many");
      return new Read(List.of(), inside);
    }
    List<Rule> read = new ArrayList<>(walls.size() + rules.size());
    WallReader wallReader = new WallReader(sides, outcomes, calendars, findings);
    for (int i = 0; i < walls.size(); i++) {
      String path = "walls[" + (i + 1) + "]";
      wallReader.read(walls.get(i), path, this::name).ifPresent(read::add);
    }
    for (int i = 0; i < rules.size(); i++) {
      read.add(rule(rules.get(i), "rules[" + (i + 1) + "]", calendars));
    }
    return new Read(List.copyOf(read), inside);
  }

  private Optional<Node> root(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(10);
    options.setCodePointLimit(MOST_BYTES);
    options.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(options).compose(new StringReader(yaml));
      if (root == null) {
        findings.bad(0, "", "is empty", "write rules: [] for a set without rules");
        return Optional.empty();
      }
      return Optional.of(root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      findings.bad(line, "", "is no YAML: " + e.getProblem(), "");
    } catch (YAMLException e) {
      findings.bad(0, "", "is no YAML: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  private Rule rule(Node node, String path, CalendarReader calendars) {
    Section section =
        Section.of(
            node,
            path,
            findings,
            "name",
            "from",
            "to",
            "either",
            "between",
            "direction",
            "kind",
            "when",
            "concurrent-at-least",
            "result",
            "words",
            "status",
            "obligations");
    String name = name(section);
    Set<Attempt.Kind> kinds = section.words("kind", Attempt.Kind.class);
    List<Rule.Arm> arms = arms(section);
    Optional<Calendar> when =
        section.has("when")
            ? Optional.of(calendars.read(section.node("when"), section.pathOf("when")))
            : Optional.empty();
    int atLeast =
        section
            .value(
                "concurrent-at-least",
                "a number from 1 to 1000",
                t ->
                    t.matches("[1-9][0-9]{0,2}|1000")
                        ? Optional.of(Integer.parseInt(t))
                        : Optional.empty())
            .orElse(0);
    OutcomeReader.Outcome outcome = outcomes.read(section, name);
    // an allow that forgets the direction opens nothing to outside
    Set<Attempt.Direction> directions =
        outcome.call() instanceof Decision.Allow && !section.has("direction")
            ? EnumSet.of(Attempt.Direction.INTERNAL)
            : section.words("direction", Attempt.Direction.class);
    Rule rule =
        new Rule(
            name,
            section.line(),
            kinds,
            directions,
            arms,
            when,
            atLeast,
            List.of(),
            outcome.call(),
            outcome.other());
    sense(section, rule);
    return rule;
  }

  /** What can be read and still makes no sense. */
  private void sense(Section section, Rule rule) {
    boolean calls = rule.kinds().stream().anyMatch(Attempt.Kind::ofCall);
    if (rule.call() instanceof Decision.Allow allow) {
      Obligations obligations = allow.obligations();
      boolean ofCalls =
          !obligations.notice().equals(Notice.NONE)
              || !obligations.codecs().isEmpty()
              || obligations.bandwidth() > 0
              || !obligations.longest().isZero();
      if (ofCalls && !calls) {
        section.doubt("obligations", "are about calls, and the rule is not", "check kind");
      }
      boolean holds = ((Decision.Allow) rule.other()).obligations().holdForRelease();
      if (holds && !rule.kinds().contains(Attempt.Kind.CHAT)) {
        section.doubt(
            "obligations", "hold chat lines, and the rule is not about chat", "check kind");
      }
      if (rule.arms().stream().anyMatch(arm -> arm.to().asksDevice())) {
        section.doubt(
            "",
            "allows by the device, network or transport of who is asked, which is not known when"
                + " an attempt is first decided",
            "allow the attempt, and deny the devices that it may not reach");
      }
    }
    if (rule.directions().equals(EnumSet.of(Attempt.Direction.INTERNAL))
        && rule.arms().stream().allMatch(arm -> outside(arm.from()) || outside(arm.to()))) {
      section.bad(
          "direction",
          section.has("direction")
              ? "is internal, and a party is of another domain"
              : "is not said, so that only inside is allowed, and a party is of another domain",
          "add direction: [inbound, outbound], or correct the domain");
    }
    if (rule.kinds().equals(EnumSet.of(Attempt.Kind.REGISTER))
        && !rule.directions().contains(Attempt.Direction.INTERNAL)) {
      section.bad("direction", "can only be internal for kind: register", "remove it");
    }
  }

  private boolean outside(Side side) {
    return !side.domains().isEmpty()
        && side.domains().stream().noneMatch(d -> d.matches(territory.domain()));
  }

  private List<Rule.Arm> arms(Section section) {
    List<String> forms = new ArrayList<>();
    if (section.has("from") || section.has("to")) {
      forms.add(section.has("from") ? "from" : "to");
    }
    List.of("either", "between").stream().filter(section::has).forEach(forms::add);
    if (forms.size() > 1) {
      section.bad(
          forms.get(1),
          "stands beside " + forms.get(0),
          "write from and to, or either, or between");
    }
    if (section.has("either")) {
      Side side = sides.read(section.node("either"), section.pathOf("either"));
      return List.of(new Rule.Arm(side, Side.ANYBODY), new Rule.Arm(Side.ANYBODY, side));
    }
    if (section.has("between")) {
      List<Node> nodes = section.nodes("between");
      if (nodes.size() != 2) {
        section.bad("between", "wants two parties, found " + nodes.size(), "write two of them");
        return List.of();
      }
      Side one = sides.read(nodes.get(0), section.pathOf("between"));
      Side other = sides.read(nodes.get(1), section.pathOf("between"));
      return List.of(new Rule.Arm(one, other), new Rule.Arm(other, one));
    }
    return List.of(new Rule.Arm(side(section, "from"), side(section, "to")));
  }

  private Side side(Section section, String key) {
    return section.has(key) ? sides.read(section.node(key), section.pathOf(key)) : Side.ANYBODY;
  }

  /** The name of a rule or wall, which decisions and records give as their reason. */
  private String name(Section section) {
    if (!section.has("name")) {
      section.bad("", "has no name", "add name: and what it is for");
      return "";
    }
    String name = section.text("name", 80).orElse("");
    Integer before = named.putIfAbsent(name, section.line());
    if (name.equals(RuleSet.DEFAULT) || name.equals(RuleSet.EMERGENCY)) {
      section.bad("name", "'" + name + "' is the name of what holds without rules", "take another");
    } else if (before != null && !name.isEmpty()) {
      section.bad(
          "name", "'" + name + "' is the name of the rule in line " + before, "take another");
    }
    return name;
  }
}
