package io.sallyport.server.policy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rules and attempts out of a seeded generator, in a small world where they often meet. The rules
 * are written as YAML for the reader, and judged here one by one by code that shares nothing with
 * it.
 */
final class RandomRules {
  private static final String DOMAIN = "example.org";
  private static final List<String> KINDS =
      List.of("register", "presence", "chat", "file", "audio", "video", "screen");
  private static final List<String> DIRECTIONS = List.of("internal", "inbound", "outbound");
  private static final List<String> DEVICES = List.of("", "Snom/8", "Soft/1", "softer");
  private static final List<String> NETWORKS = List.of("", "10.1.2.3", "10.9.9.9", "192.0.2.1");
  private static final List<String> TRANSPORTS = List.of("", "udp", "tls", "wss");
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "user", List.of("u0", "u1", "u2", "x@a.example", "+491"),
          "group", List.of("g0", "g1", "g2"),
          "department", List.of("d0", "d1"),
          "role", List.of("user", "admin"),
          "domain", List.of("a.example", "'*.a.example'", "example.org", "'*'"),
          "number", List.of("'+491'", "'+49*'", "'1??'", "'*'", "'+*'"),
          "device", List.of("'soft*'", "snom/8", "'*8'", "'s*t*'"),
          "network", List.of("10.0.0.0/8", "10.1.0.0/16", "192.0.2.1"),
          "transport", List.of("udp", "tls"));

  /** What a rule asks of a party: keys and their values as written. */
  record Asks(Map<String, List<String>> keys) {
    String yaml() {
      return keys.entrySet().stream()
          .map(e -> e.getKey() + ": [" + String.join(", ", e.getValue()) + "]")
          .collect(Collectors.joining(", ", "{", "}"));
    }

    boolean match(Party party) {
      return keys.entrySet().stream()
          .allMatch(e -> e.getValue().stream().anyMatch(v -> holds(e.getKey(), v, party)));
    }
  }

  /** A rule; {@code form} is from, either or between, and {@code hours} may be empty. */
  record Written(
      String name,
      String form,
      Asks one,
      Asks two,
      List<String> kinds,
      List<String> directions,
      int beginHour,
      int endHour,
      int atLeast,
      boolean allow) {

    /** On one line, so that a problem's line tells which rule it is about. */
    String yaml() {
      StringBuilder text = new StringBuilder("  - {name: " + name);
      if (form.equals("between")) {
        text.append(", between: [").append(one.yaml()).append(", ").append(two.yaml()).append(']');
      } else {
        add(text, form, one);
        add(text, "to", two);
      }
      text.append(", kind: ").append(kinds).append(", direction: ").append(directions);
      if (beginHour != endHour) {
        text.append(", when: {hours: \"%02d:00-%02d:00\"}".formatted(beginHour, endHour));
      }
      text.append(atLeast > 0 ? ", concurrent-at-least: " + atLeast : "");
      return text.append(", result: ").append(allow ? "allow" : "deny").append("}\n").toString();
    }

    private static void add(StringBuilder text, String key, Asks asks) {
      if (!asks.keys().isEmpty()) {
        text.append(", ").append(key).append(": ").append(asks.yaml());
      }
    }

    boolean match(Attempt attempt) {
      String kind = attempt.kind().name().toLowerCase(Locale.ROOT);
      Party from = attempt.from();
      Party to = attempt.to();
      boolean parties =
          switch (form) {
            case "either" -> one.match(from) || one.match(to);
            case "between" -> one.match(from) && two.match(to) || two.match(from) && one.match(to);
            default -> one.match(from) && two.match(to);
          };
      int hour = attempt.at().atZone(ZoneOffset.UTC).getHour();
      boolean time =
          beginHour == endHour
              || (beginHour < endHour
                  ? hour >= beginHour && hour < endHour
                  : hour >= beginHour || hour < endHour);
      return parties
          && time
          && kinds.contains(kind)
          && directions.contains(direction(attempt))
          && attempt.concurrent() >= atLeast;
    }
  }

  private final Random random;

  RandomRules(long seed) {
    this.random = new Random(seed);
  }

  List<Written> rules(int count) {
    List<Written> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule("r" + i, random.nextBoolean()));
    }
    return rules;
  }

  Written rule(String name, boolean allow) {
    String form = List.of("from", "from", "either", "between").get(random.nextInt(4));
    Asks one = asks(form.equals("from") ? 0 : 1);
    Asks two = form.equals("either") ? new Asks(Map.of()) : asks(form.equals("from") ? 0 : 1);
    boolean timed = random.nextInt(4) == 0;
    int begin = timed ? random.nextInt(24) : 0;
    return new Written(
        name,
        form,
        one,
        two,
        some(KINDS),
        some(DIRECTIONS),
        begin,
        timed ? (begin + 1 + random.nextInt(23)) % 24 : 0,
        random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0,
        allow);
  }

  private Asks asks(int least) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    List<String> names = VALUES.keySet().stream().sorted().toList();
    int count = Math.max(least, random.nextInt(3));
    for (int i = 0; i < count; i++) {
      String key = names.get(random.nextInt(names.size()));
      List<String> all = VALUES.get(key);
      int first = random.nextInt(all.size());
      keys.put(key, all.subList(first, Math.min(all.size(), first + 1 + random.nextInt(2))));
    }
    return new Asks(keys);
  }

  private List<String> some(List<String> all) {
    if (random.nextInt(3) == 0) {
      return all;
    }
    int first = random.nextInt(all.size());
    return all.subList(first, first + 1 + random.nextInt(all.size() - first));
  }

  Attempt attempt() {
    Attempt.Kind kind = Attempt.Kind.values()[random.nextInt(7)];
    Party from = party();
    return new Attempt(
        kind,
        from,
        // a registration is of oneself
        kind == Attempt.Kind.REGISTER ? from : party(),
        Instant.parse("2026-03-02T00:00:00Z").plusSeconds(random.nextInt(86_400)),
        random.nextInt(4));
  }

  private Party party() {
    int who = random.nextInt(9);
    Address address =
        switch (who) {
          case 6 -> new Address("+491", DOMAIN);
          case 7 -> new Address("x", "a.example");
          case 8 -> new Address("120", "b.a.example");
          default -> new Address("u" + who, DOMAIN);
        };
    Set<String> groups =
        random.nextBoolean() ? Set.of("g" + random.nextInt(3)) : Set.of("g0", "g2");
    Person person =
        who > 6
            ? Person.STRANGER
            : new Person(true, groups, "d" + random.nextInt(3), who == 0 ? "admin" : "user");
    return new Party(address, person, pick(DEVICES), pick(NETWORKS), pick(TRANSPORTS));
  }

  private String pick(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String direction(Attempt attempt) {
    if (!attempt.to().address().domain().equals(DOMAIN)) {
      return "outbound";
    }
    return attempt.from().address().domain().equals(DOMAIN) ? "internal" : "inbound";
  }

  private static boolean holds(String key, String written, Party party) {
    String value = written.replace("'", "");
    Address address = party.address();
    Predicate<String> pattern =
        text ->
            !text.isEmpty()
                && text.matches(
                    value
                        .replace("+", "\\+")
                        .replace(".", "\\.")
                        .replace("*", ".*")
                        .replace("?", "."));
    return switch (key) {
      case "user" ->
          address.toString().equals("sip:" + (value.contains("@") ? value : value + "@" + DOMAIN));
      case "group" -> party.person().groups().contains(value);
      case "department" -> party.person().department().equals(value);
      case "role" -> party.person().role().equals(value);
      case "domain" -> pattern.test(address.domain());
      case "number" -> address.user().matches("\\+?[0-9]+") && pattern.test(address.user());
      case "device" -> pattern.test(party.device().toLowerCase(Locale.ROOT));
      case "network" ->
          !party.network().isEmpty()
                  && party.network().startsWith(value.replaceAll("(\\.0)*/.*", "."))
              || party.network().equals(value);
      default -> party.transport().equals(value);
    };
  }

  static String yaml(List<Written> rules) {
    return "rules:\n" + rules.stream().map(Written::yaml).collect(Collectors.joining());
  }
}
