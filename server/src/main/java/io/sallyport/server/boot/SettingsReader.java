package io.sallyport.server.boot;

import io.sallyport.server.base.KebabCase;
import io.sallyport.server.base.NearestKey;
import io.sallyport.server.base.Setting;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML into settings records: the records' components are the keys, what the file leaves out
 * keeps its default. Goes on after an error, so that an admin sees all of them at once.
 */
final class SettingsReader {

  /**
   * What a text says.
   *
   * @param readable the settings as far as they can be read, the defaults where not
   * @param lines where each key of the text stands, by its path
   * @param problems empty where all is well
   */
  record Reading<T>(T readable, Map<String, Integer> lines, List<Problem> problems) {

    /** The settings where nothing is wrong with them. */
    Optional<T> settings() {
      return problems.isEmpty() ? Optional.of(readable) : Optional.empty();
    }
  }

  private final String source;
  private final Record top;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private SettingsReader(String source, Record top) {
    this.source = source;
    this.top = top;
  }

  static <T extends Record> Reading<T> read(String source, String yaml, T defaults) {
    SettingsReader reader = new SettingsReader(source, defaults);
    @SuppressWarnings("unchecked")
    T read = (T) reader.top(yaml);
    reader.problems.sort(Comparator.comparingInt(Problem::line));
    return new Reading<>(read, Map.copyOf(reader.lines), List.copyOf(reader.problems));
  }

  private Object top(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(10);
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(
          new Problem(source, line, "", "not valid YAML: " + printable(e.getProblem()), ""));
      return top;
    } catch (YAMLException e) {
      problems.add(new Problem(source, 0, "", "not valid YAML: " + printable(e.getMessage()), ""));
      return top;
    }
    return root == null ? top : section(top, root, "");
  }

  /** A record's value: its defaults, overlaid with what the node says. */
  private Object section(Record defaults, Node node, String path) {
    if (isEmpty(node)) {
      return defaults;
    }
    if (!(node instanceof MappingNode mapping)) {
      report(
          node,
          path,
          "must be a section with keys, found " + shown(node),
          "write the keys indented on lines of their own");
      return defaults;
    }
    Map<String, RecordComponent> components = components(defaults.getClass());
    Map<String, Object> values = new LinkedHashMap<>();
    components.forEach((key, component) -> values.put(key, valueOf(defaults, component)));
    for (NodeTuple entry : mapping.getValue()) {
      String key =
          entry.getKeyNode() instanceof ScalarNode scalar
              ? scalar.getValue()
              : shown(entry.getKeyNode());
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Integer earlier = lines.putIfAbsent(keyPath, line(entry.getKeyNode()));
      RecordComponent component = components.get(key);
      if (earlier != null) {
        report(
            entry.getKeyNode(),
            keyPath,
            "set twice, first in line " + earlier,
            "remove one of them");
      } else if (component == null) {
        report(entry.getKeyNode(), keyPath, "unknown key", suggestion(key, components));
      } else {
        values.put(key, value(component, values.get(key), entry.getValueNode(), keyPath));
      }
    }
    return construct(defaults, values.values().toArray(), node, path);
  }

  private Object value(RecordComponent component, Object fallback, Node node, String path) {
    if (fallback instanceof Record section) {
      return section(section, node, path);
    }
    SettingValue.Parsed parsed = SettingValue.parse(component, node);
    if (parsed instanceof SettingValue.Good good) {
      return good.value();
    }
    SettingValue.Bad bad = (SettingValue.Bad) parsed;
    report(node, path, bad.found(), bad.advice());
    return fallback;
  }

  private Object construct(Record defaults, Object[] values, Node node, String path) {
    Class<?>[] types =
        Arrays.stream(defaults.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      // a record may hold its components against each other; its sentence is for the admin
      report(node, path, String.valueOf(e.getCause().getMessage()), "");
      return defaults;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + defaults.getClass(), e);
    }
  }

  private String suggestion(String key, Map<String, RecordComponent> siblings) {
    Optional<String> elsewhere = elsewhere(top, key, "");
    Optional<String> near = NearestKey.to(key, siblings.keySet());
    if (near.isPresent()) {
      return "did you mean '" + near.get() + "'?";
    }
    if (elsewhere.isPresent()) {
      return "did you mean '" + elsewhere.get() + "'?";
    }
    return "known here: " + siblings.keySet().stream().collect(Collectors.joining(", "));
  }

  /** The path of a key of this name in another section: it is often right but indented wrongly. */
  private static Optional<String> elsewhere(Record section, String key, String path) {
    for (Map.Entry<String, RecordComponent> entry : components(section.getClass()).entrySet()) {
      String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      if (entry.getKey().equals(key)) {
        return Optional.of(here);
      }
      if (valueOf(section, entry.getValue()) instanceof Record inner) {
        Optional<String> found = elsewhere(inner, key, here);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A record's components by their keys, in order. Each value must carry its {@link Setting}, a
   * section may.
   */
  static Map<String, RecordComponent> components(Class<?> type) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAnnotation(Setting.class) == null && !component.getType().isRecord()) {
        throw new IllegalStateException(
            type.getName() + "." + component.getName() + " has no @Setting");
      }
      components.put(KebabCase.ofComponent(component.getName()), component);
    }
    return components;
  }

  static Object valueOf(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private void report(Node node, String path, String found, String advice) {
    problems.add(new Problem(source, line(node), printable(path), found, advice));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  static boolean isEmpty(Node node) {
    return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
  }

  static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return isEmpty(node) ? "nothing" : "'" + printable(scalar.getValue()) + "'";
    }
    return node instanceof MappingNode ? "a section" : "a list";
  }

  /**
   * Text from the file as it may go to a terminal: one line, no control characters, not endless.
   */
  static String printable(String text) {
    String line = String.valueOf(text).replaceAll("\\p{C}", "?");
    return line.length() > 80 ? line.substring(0, 77) + "..." : line;
  }
}
