package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.base.NearestKey;
import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Secret;
import io.sallyport.server.base.Setting;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One value of the settings file: YAML in, a value of the component's type within its bounds out,
 * and back to YAML.
 */
final class SettingValue {

  /** What became of a value. */
  sealed interface Parsed permits Good, Bad {}

  record Good(Object value) implements Parsed {}

  record Bad(String found, String advice) implements Parsed {}

  private SettingValue() {}

  static Parsed parse(RecordComponent component, Node node) {
    Class<?> type = component.getType();
    if (type == List.class || type == Networks.class) {
      return list(type, node);
    }
    if (!(node instanceof ScalarNode scalar)) {
      return new Bad("must be one value, found " + SettingsReader.shown(node), example(type));
    }
    if (SettingsReader.isEmpty(node)) {
      return new Bad("has no value", type == String.class ? "write '' for none" : example(type));
    }
    return scalar(type, component.getAnnotation(Setting.class), scalar);
  }

  private static Parsed scalar(Class<?> type, Setting setting, ScalarNode node) {
    String text = node.getValue().strip();
    if (type == String.class) {
      return new Good(node.getValue());
    }
    if (type == Secret.class) {
      return new Good(Secret.of(node.getValue()));
    }
    if (type == int.class || type == long.class) {
      return number(type, setting, text);
    }
    if (type == boolean.class) {
      return text.equals("true") || text.equals("false")
          ? new Good(Boolean.valueOf(text))
          : new Bad("must be true or false, found " + SettingsReader.shown(node), "");
    }
    if (type == Duration.class) {
      Optional<Duration> duration = Durations.parse(text);
      if (duration.isEmpty()) {
        return new Bad("is not a duration, found " + SettingsReader.shown(node), example(type));
      }
      return outOfBounds(setting, duration.get().toMillis())
          ? new Bad("must be " + bounds(type, setting) + ", found " + text, "")
          : new Good(duration.get());
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    throw new IllegalStateException("settings know no type " + type);
  }

  private static Parsed number(Class<?> type, Setting setting, String text) {
    if (!text.matches("[-+]?[0-9]{1,18}")) {
      return new Bad(
          "is not a whole number, found '" + SettingsReader.printable(text) + "'",
          "write it in digits only");
    }
    long number = Long.parseLong(text);
    boolean tooLarge = type == int.class && number != (int) number;
    if (tooLarge || outOfBounds(setting, number)) {
      return new Bad("must be " + bounds(type, setting) + ", found " + text, "");
    }
    return new Good(type == int.class ? (Object) (int) number : (Object) number);
  }

  private static Parsed constant(Class<?> type, String text) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    for (Enum<?> constant : constants) {
      if (KebabCase.ofConstant(constant).equals(text)) {
        return new Good(constant);
      }
    }
    List<String> names = constants.stream().map(KebabCase::ofConstant).toList();
    return new Bad(
        "is none of "
            + String.join(", ", names)
            + ", found '"
            + SettingsReader.printable(text)
            + "'",
        NearestKey.hint(text, names, ""));
  }

  private static Parsed list(Class<?> type, Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      return new Bad("must be a list, found " + SettingsReader.shown(node), example(type));
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar) || SettingsReader.isEmpty(item)) {
        return new Bad(
            "each entry must be one value, found " + SettingsReader.shown(item), example(type));
      }
      texts.add(scalar.getValue());
    }
    try {
      return new Good(type == Networks.class ? Networks.of(texts) : List.copyOf(texts));
    } catch (IllegalArgumentException e) {
      return new Bad(SettingsReader.printable(e.getMessage()), "");
    }
  }

  /** The value as YAML that {@link #parse} reads back; secrets do not come back. */
  static String yaml(Object value) {
    if (value instanceof Duration duration) {
      return Durations.text(duration);
    }
    if (value instanceof Enum<?> constant) {
      return KebabCase.ofConstant(constant);
    }
    if (value instanceof Networks networks) {
      return yaml(networks.entries());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SettingValue::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Secret secret && secret.reveal().length == 0) {
      return quoted("");
    }
    if (value instanceof String || value instanceof Secret) {
      return quoted(value.toString());
    }
    return String.valueOf(value);
  }

  /** The allowed range in words, or empty where there is none. */
  static String bounds(Class<?> type, Setting setting) {
    boolean low = setting.min() != Long.MIN_VALUE;
    boolean high = setting.max() != Long.MAX_VALUE;
    if (low && high) {
      return unit(type, setting.min()) + " to " + unit(type, setting.max());
    }
    if (low) {
      return "at least " + unit(type, setting.min());
    }
    if (high) {
      return "at most " + unit(type, setting.max());
    }
    return type == int.class ? Integer.MIN_VALUE + " to " + Integer.MAX_VALUE : "";
  }

  private static boolean outOfBounds(Setting setting, long number) {
    return number < setting.min() || number > setting.max();
  }

  private static String unit(Class<?> type, long number) {
    return type == Duration.class
        ? Durations.text(Duration.ofMillis(number))
        : String.valueOf(number);
  }

  private static String quoted(String text) {
    if (text.matches("[A-Za-z][A-Za-z0-9._/-]*")
        && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")) {
      return text;
    }
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?")
        + "\"";
  }

  private static String example(Class<?> type) {
    if (type == Duration.class) {
      return "write for example 500ms, 30s, 5m, 2h or 90d";
    }
    if (type == Networks.class) {
      return "write for example [\"10.0.0.0/8\", \"fd00::/8\"]";
    }
    if (type == List.class) {
      return "write for example [\"one\", \"two\"]";
    }
    return "";
  }
}
