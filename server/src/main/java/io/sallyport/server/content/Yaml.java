package io.sallyport.server.content;

import io.sallyport.server.base.NearestKey;
import io.sallyport.server.content.ContentRules.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML document as it is read for rules: whatever is wrong is noted, and reading goes on. */
final class Yaml {
  private static final int MOST_CHARACTERS = 16 << 20;
  private static final int LONGEST_SHOWN = 60;

  // owned by: one reading
  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return problems;
  }

  Optional<Node> compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(20);
    options.setCodePointLimit(MOST_CHARACTERS);
    try {
      return Optional.ofNullable(
          new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(text)));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(line, "", "not valid YAML: " + shown(e.getProblem()), ""));
    } catch (YAMLException e) {
      problems.add(new Problem(0, "", "not valid YAML: " + shown(e.getMessage()), ""));
    }
    return Optional.empty();
  }

  /** A section's keys and values; those that are not known are noted, all where none are named. */
  Map<String, Node> section(Node node, String path, Collection<String> known) {
    Map<String, Node> values = new LinkedHashMap<>();
    if (isEmpty(node)) {
      return values;
    }
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, path, "must be a section with keys", "write the keys on lines of their own");
      return values;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key =
          entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(no name)";
      String where = path.isEmpty() ? key : path + "." + key;
      if (!known.isEmpty() && !known.contains(key)) {
        wrong(entry.getKeyNode(), where, "unknown key", suggestion(key, known));
      } else if (values.put(key, entry.getValueNode()) != null) {
        wrong(entry.getKeyNode(), where, "set twice", "remove one of them");
      }
    }
    return values;
  }

  /** The items of a list; one value stands for a list of one. */
  List<Node> list(Node node) {
    return node instanceof SequenceNode sequence
        ? sequence.getValue()
        : node == null || isEmpty(node) ? List.of() : List.of(node);
  }

  /** The texts of a list. */
  List<String> texts(Node node, String path) {
    List<String> texts = new ArrayList<>();
    for (Node item : list(node)) {
      text(item, path).ifPresent(texts::add);
    }
    return texts;
  }

  Optional<String> text(Node node, String path) {
    if (node instanceof ScalarNode scalar && !isEmpty(node) && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    wrong(node, path, "must be a text", "");
    return Optional.empty();
  }

  void wrong(Node node, String path, String words, String suggestion) {
    problems.add(
        new Problem(node.getStartMark().getLine() + 1, shown(path), words, shown(suggestion)));
  }

  static String suggestion(String written, Collection<String> known) {
    return NearestKey.hint(
        written, known, "known here: " + String.join(", ", known.stream().limit(12).toList()));
  }

  static boolean isEmpty(Node node) {
    return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
  }

  /** Text of the file as it may go to a terminal. */
  static String shown(String text) {
    String line = String.valueOf(text).replaceAll("\\p{C}", "?");
    return line.length() > 4 * LONGEST_SHOWN ? line.substring(0, 4 * LONGEST_SHOWN) + "..." : line;
  }
}
