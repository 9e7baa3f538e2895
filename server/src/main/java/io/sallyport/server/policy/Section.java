package io.sallyport.server.policy;

import io.sallyport.server.base.NearestKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one place in the text of a rule set. Hands out values, reports what it cannot read,
 * and goes on, so that an admin sees all that is wrong at once.
 */
final class Section {
  private final Findings findings;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private Section(Findings findings, String path, int line) {
    this.findings = findings;
    this.path = path;
    this.line = line;
  }

  /** Reads the keys of a node; anything but the known ones is reported. */
  static Section of(Node node, String path, Findings findings, String... known) {
    Section section = new Section(findings, path, line(node));
    if (!(node instanceof MappingNode mapping)) {
      findings.bad(
          line(node),
          path,
          "must be a section with keys, found " + shown(node),
          "the keys here are " + String.join(", ", known));
      return section;
    }
    for (NodeTuple entry : mapping.getValue()) {
      Node keyNode = entry.getKeyNode();
      String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : shown(keyNode);
      String keyPath = section.pathOf(key);
      if (!Arrays.asList(known).contains(key)) {
        findings.bad(line(keyNode), keyPath, "unknown key", suggestion(key, List.of(known)));
      } else if (section.values.containsKey(key)) {
        findings.bad(line(keyNode), keyPath, "set twice", "remove one of them");
      } else if (isEmpty(entry.getValueNode())) {
        findings.bad(line(keyNode), keyPath, "has no value", "give it one or leave it out");
      } else {
        section.values.put(key, entry.getValueNode());
      }
    }
    return section;
  }

  private static String suggestion(String written, Collection<String> known) {
    return NearestKey.hint(written, known, "known here: " + String.join(", ", known));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Node node(String key) {
    return values.get(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  int line() {
    return line;
  }

  /** The line of a key's value; of the section where it has none. */
  int line(String key) {
    return has(key) ? line(values.get(key)) : line;
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void bad(String key, String words, String suggestion) {
    findings.bad(line(key), key.isEmpty() ? path : pathOf(key), words, suggestion);
  }

  void doubt(String key, String words, String suggestion) {
    findings.doubt(line(key), key.isEmpty() ? path : pathOf(key), words, suggestion);
  }

  /**
   * A key's one value, as the reading of it gives it; empty where it is not there or is reported.
   */
  <T> Optional<T> value(String key, String wanted, Function<String, Optional<T>> reading) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!(node(key) instanceof ScalarNode scalar)) {
      bad(key, "must be one value, found " + shown(node(key)), "write " + wanted);
      return Optional.empty();
    }
    Optional<T> read = reading.apply(scalar.getValue().strip());
    if (read.isEmpty()) {
      bad(key, "cannot be " + shown(scalar), "write " + wanted);
    }
    return read;
  }

  /** A text that a person wrote, of at most so many characters on one line. */
  Optional<String> text(String key, int most) {
    return value(
        key,
        "a text of 1 to " + most + " characters on one line",
        t ->
            t.isEmpty() || t.length() > most || t.codePoints().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(t));
  }

  boolean flag(String key, boolean fallback) {
    return value(
            key,
            "true or false",
            t -> t.equals("true") || t.equals("false") ? Optional.of(t) : Optional.<String>empty())
        .map(Boolean::parseBoolean)
        .orElse(fallback);
  }

  <E extends Enum<E>> Optional<E> word(String key, Class<E> type) {
    return value(key, oneOf(type), t -> constant(type, t));
  }

  /** Some of an enumeration's constants; all where the key is not there. */
  <E extends Enum<E>> Set<E> words(String key, Class<E> type) {
    Set<E> set = EnumSet.noneOf(type);
    set.addAll(list(key, oneOf(type), t -> constant(type, t)));
    return set.isEmpty() ? EnumSet.allOf(type) : set;
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    return Stream.of(type.getEnumConstants()).filter(e -> Phrases.word(e).equals(text)).findAny();
  }

  private static <E extends Enum<E>> String oneOf(Class<E> type) {
    return String.join(
        " or ", Stream.of(type.getEnumConstants()).map(Phrases::word).toArray(String[]::new));
  }

  /**
   * A key's values, where one value may stand for a list of one; what cannot be read is reported.
   */
  <T> List<T> list(String key, String wanted, Function<String, Optional<T>> reading) {
    Set<T> read = new LinkedHashSet<>();
    if (!has(key)) {
      return List.of();
    }
    List<Node> items =
        node(key) instanceof SequenceNode sequence ? sequence.getValue() : List.of(node(key));
    if (items.isEmpty()) {
      bad(key, "is an empty list, which nothing matches", "leave the key out or name something");
    }
    for (Node item : items) {
      Optional<T> value =
          item instanceof ScalarNode scalar && !isEmpty(item)
              ? reading.apply(scalar.getValue().strip())
              : Optional.empty();
      if (value.isEmpty()) {
        findings.bad(line(item), pathOf(key), "cannot be " + shown(item), "write " + wanted);
      } else if (!read.add(value.get())) {
        findings.doubt(line(item), pathOf(key), "names " + shown(item) + " twice", "remove one");
      }
    }
    return List.copyOf(read);
  }

  /** The nodes of a key's list; reported where it is something else. */
  List<Node> nodes(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (node(key) instanceof SequenceNode sequence) {
      return new ArrayList<>(sequence.getValue());
    }
    bad(key, "must be a list, found " + shown(node(key)), "begin each entry with a dash");
    return List.of();
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  static boolean isEmpty(Node node) {
    return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
  }

  static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return isEmpty(node) ? "nothing" : "'" + scalar.getValue() + "'";
    }
    return node instanceof MappingNode ? "a section" : "a list";
  }
}
