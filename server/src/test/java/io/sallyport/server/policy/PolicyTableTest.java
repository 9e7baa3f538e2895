package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Several hundred attempts with what rules make of them, and why: {@code decisions.txt}. */
class PolicyTableTest {
  private static final String DOMAIN = "example.org";
  private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");

  private final Territory territory = new Territory(DOMAIN, List.of(), PolicySettings.defaults());
  private final Map<String, Person> people = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  @Test
  void everyAttemptOfTheTableIsDecidedAndExplainedAsItSays() throws IOException {
    List<String> lines = table().lines().filter(l -> !l.startsWith("#")).toList();
    int line = lines.indexOf("people") + 1;
    for (; !lines.get(line).startsWith("=="); line++) {
      person(lines.get(line));
    }
    while (line < lines.size()) {
      String title = lines.get(line++);
      StringBuilder yaml = new StringBuilder();
      for (; !lines.get(line).equals("--"); line++) {
        yaml.append(lines.get(line)).append('\n');
      }
      Reading reading = RuleSet.read(yaml.toString(), territory, Names.UNCHECKED);
      assertThat(reading).as(title).isInstanceOf(Reading.Ok.class);
      RuleSet rules = ((Reading.Ok) reading).rules();
      for (line++; line < lines.size() && !lines.get(line).startsWith("=="); line++) {
        if (!lines.get(line).isBlank()) {
          row(title, rules, lines.get(line));
        }
      }
    }
    assertThat(wrong).as("rows as they should read by what was decided").isEmpty();
    assertThat(seen).as("rows that differ").hasSizeGreaterThanOrEqualTo(300);
  }

  private void row(String title, RuleSet rules, String row) {
    Attempt attempt = attempt(row.substring(0, row.indexOf('|')).strip());
    Explanation explanation = rules.explain(attempt);
    assertThat(explanation.decision()).as(row).isEqualTo(rules.decide(attempt));
    String told = told(row.substring(0, row.indexOf('|')).strip(), explanation);
    if (!told.equals(row.strip().replaceAll(" *\\| *", " | "))) {
      wrong.add(title + ": " + told);
    }
    seen.add(title + row);
  }

  private static String told(String attempt, Explanation explanation) {
    String result =
        explanation.decision() instanceof Decision.Deny deny
            ? "deny " + deny.refusal().status()
            : "allow";
    String near =
        explanation.near().stream()
            .map(n -> n.rule() + "/" + n.failed())
            .collect(Collectors.joining(", "));
    String obligations =
        explanation.obligations().stream()
            .filter(o -> !o.equals("archive first") && !o.equals("require SRTP"))
            .collect(Collectors.joining("; "));
    return String.join(" | ", attempt, result, explanation.decision().rule(), near, obligations)
        .replaceAll("[| ]+$", "");
  }

  private Attempt attempt(String text) {
    String[] words = text.split(" +");
    Map<String, String> more = new HashMap<>();
    for (int i = 4; i < words.length; i++) {
      more.put(words[i].substring(0, words[i].indexOf('=')), words[i].replaceFirst("[a-z]+=", ""));
    }
    return new Attempt(
        Attempt.Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
        party(words[1], more, ""),
        party(words[3], more, "to"),
        more.containsKey("at") ? Instant.parse(more.get("at")) : MONDAY,
        Integer.parseInt(more.getOrDefault("calls", "0")));
  }

  private Party party(String name, Map<String, String> more, String side) {
    String address = name.contains("@") ? name : name + "@" + DOMAIN;
    int at = address.indexOf('@');
    return new Party(
        new Address(address.substring(0, at), address.substring(at + 1)),
        people.getOrDefault(address, Person.STRANGER),
        more.getOrDefault(side + "dev", ""),
        more.getOrDefault(side + "net", ""),
        more.getOrDefault(side + "tr", ""));
  }

  private void person(String line) {
    String[] words = line.split(" +");
    if (words.length == 4) {
      Set<String> groups = words[1].equals("-") ? Set.of() : Set.of(words[1].split(","));
      String department = words[2].equals("-") ? "" : words[2];
      people.put(words[0] + "@" + DOMAIN, new Person(true, groups, department, words[3]));
    }
  }

  private static String table() throws IOException {
    try (InputStream in = PolicyTableTest.class.getResourceAsStream("/policy/decisions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
