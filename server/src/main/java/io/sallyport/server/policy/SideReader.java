package io.sallyport.server.policy;

import io.sallyport.server.base.NearestKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what a rule asks of a party. */
final class SideReader {
  private static final String[] KEYS = {
    "user", "group", "department", "role", "domain", "number", "device", "network", "transport"
  };

  /** Of phones. */
  static final Set<String> TRANSPORTS = Set.of("udp", "tcp", "tls", "ws", "wss");

  /** Of who writes at the console, without a phone. */
  private static final String CONSOLE = "https";

  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9?]*\\*?");

  private final Territory territory;
  private final Names names;
  private final Findings findings;

  SideReader(Territory territory, Names names, Findings findings) {
    this.territory = territory;
    this.names = names;
    this.findings = findings;
  }

  Side read(Node node, String path) {
    Section section = Section.of(node, path, findings, KEYS);
    if (node instanceof org.yaml.snakeyaml.nodes.MappingNode && section.keys().isEmpty()) {
      section.bad("", "asks nothing of the party", "leave it out where anybody is meant");
    }
    return new Side(
        users(section),
        existing(section, "group", names::group),
        existing(section, "department", names::department),
        roles(section),
        section.list("domain", "a domain, or *. and a domain", this::domain),
        numbers(section),
        section.list(
            "device",
            "the beginning of a device's name and a *, such as Snom*",
            t ->
                t.isEmpty() ? Optional.empty() : Optional.of(new Glob(t.toLowerCase(Locale.ROOT)))),
        section.list("network", "a network, such as 10.0.0.0/8 or fd00::/8", Cidr::parse),
        Set.copyOf(
            section.list(
                "transport",
                "udp, tcp, tls, ws, wss or https",
                t -> Optional.of(t.toLowerCase(Locale.ROOT)).filter(SideReader::isTransport))));
  }

  /** A side of a wall: groups by their names alone, or all that a rule can ask. */
  Side wallSide(Node node, String path) {
    if (!(node instanceof ScalarNode) && !(node instanceof SequenceNode)) {
      return read(node, path);
    }
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    Set<String> groups = new HashSet<>();
    for (Node item : items) {
      if (item instanceof ScalarNode scalar && !Section.isEmpty(item)) {
        if (!names.group(scalar.getValue())) {
          unknown(Section.line(item), path, "group", scalar.getValue());
        }
        groups.add(scalar.getValue());
      } else {
        findings.bad(
            Section.line(item), path, "cannot be " + Section.shown(item), "write a group's name");
      }
    }
    return new Side(
        Set.of(), groups, Set.of(), Set.of(), List.of(), List.of(), List.of(), List.of(), Set.of());
  }

  /** Users by their names alone, as exceptions of walls name them. */
  Side users(Node node, String path) {
    if (node instanceof ScalarNode scalar && !Section.isEmpty(node)) {
      Optional<Address> user = user(scalar.getValue());
      if (user.isEmpty()) {
        findings.bad(Section.line(node), path, "cannot be " + Section.shown(node), "write a user");
        return Side.ANYBODY;
      }
      doubtUser(Section.line(node), path, user.get());
      return new Side(
          Set.of(user.get()),
          Set.of(),
          Set.of(),
          Set.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Set.of());
    }
    return read(node, path);
  }

  private Set<Address> users(Section section) {
    List<Address> users =
        section.list("user", "a user's name, or an address such as bob@example.org", this::user);
    users.forEach(u -> doubtUser(section.line("user"), section.pathOf("user"), u));
    return Set.copyOf(users);
  }

  private Optional<Address> user(String text) {
    String plain = text.startsWith("sip:") ? text.substring(4) : text;
    int at = plain.lastIndexOf('@');
    return at < 0
        ? territory.canonical(plain, territory.domain())
        : territory.canonical(plain.substring(0, at), plain.substring(at + 1));
  }

  /** People leave, and rules about them stay harmless: a doubt, not a mistake. */
  private void doubtUser(int line, String path, Address user) {
    if (user.domain().equals(territory.domain()) && !names.user(user.user())) {
      findings.doubt(line, path, "there is no user " + user.user(), "");
    }
  }

  private Set<String> existing(
      Section section, String key, java.util.function.Predicate<String> exists) {
    List<String> texts =
        section.list(
            key, "a " + key + "'s name", t -> Optional.of(t).filter(name -> !name.isEmpty()));
    for (String text : texts) {
      if (!exists.test(text)) {
        unknown(section.line(key), section.pathOf(key), key, text);
      }
    }
    return Set.copyOf(texts);
  }

  private void unknown(int line, String path, String kind, String name) {
    findings.bad(
        line,
        path,
        "there is no " + kind + " " + name,
        "write its name as the directory has it, or make the " + kind + " first");
  }

  private Set<String> roles(Section section) {
    List<String> roles =
        section.list("role", "a role's name", t -> Optional.of(t.toLowerCase(Locale.ROOT)));
    for (String role : roles) {
      if (!names.roles().isEmpty() && !names.roles().contains(role)) {
        section.bad(
            "role",
            "there is no role " + role,
            NearestKey.hint(role, names.roles(), "roles are " + Phrases.list(names.roles())));
      }
    }
    return Set.copyOf(roles);
  }

  private Optional<Glob> domain(String text) {
    if (text.equals("*")) {
      return Optional.of(new Glob("*"));
    }
    boolean below = text.startsWith("*.");
    Optional<String> host = HostName.canonical(below ? text.substring(2) : text);
    return host.map(h -> new Glob(below ? "*." + h : territory.serves(h) ? territory.domain() : h));
  }

  /**
   * The numbers, each as it is written and as the number plan completes it: the beginning of a
   * number does not tell whether it is an extension's.
   */
  private List<Glob> numbers(Section section) {
    List<String> patterns =
        section.list(
            "number",
            "a number, or the beginning of one and a *, such as +49* or 0900*",
            t -> {
              String plain = t.replaceAll("[-.() ]", "");
              return NUMBER.matcher(plain).matches() && !plain.isEmpty() && !plain.equals("+")
                  ? Optional.of(plain)
                  : Optional.empty();
            });
    List<Glob> globs = new ArrayList<>();
    NumberPlan plan = territory.settings().numbers();
    for (String pattern : patterns) {
      Glob glob = new Glob(pattern);
      Glob completed =
          new Glob(
              glob.exact()
                  ? PhoneNumber.inPlan(pattern, plan)
                  : PhoneNumber.withCountry(pattern, plan));
      if (!glob.exact()) {
        globs.add(glob);
      }
      if (!globs.contains(completed)) {
        globs.add(completed);
      }
    }
    return List.copyOf(globs);
  }

  private static boolean isTransport(String word) {
    return word.equals(CONSOLE) || TRANSPORTS.contains(word);
  }
}
