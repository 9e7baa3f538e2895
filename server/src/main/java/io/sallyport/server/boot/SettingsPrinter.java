package io.sallyport.server.boot;

import io.sallyport.server.base.KebabCase;
import io.sallyport.server.base.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prints settings as the YAML file that would set them: each key under the sentence of its {@link
 * Setting}.
 */
final class SettingsPrinter {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  private SettingsPrinter() {}

  /** With comments: the form of {@code config/sallyport.yaml}. */
  static String documented(Record settings) {
    SettingsPrinter printer = new SettingsPrinter();
    printer.comment(
        "",
        "Every setting of Sallyport with its default. Keep only the lines that you change; a key"
            + " that is not known is an error. Durations are a number with ms, s, m, h or d."
            + " `sallyport config check` tells what is wrong.");
    printer.section(settings, "", true);
    return printer.text.toString();
  }

  /** Without comments: what is in effect. */
  static String plain(Record settings) {
    SettingsPrinter printer = new SettingsPrinter();
    printer.section(settings, "", false);
    return printer.text.toString();
  }

  private void section(Record settings, String indent, boolean documented) {
    for (Map.Entry<String, RecordComponent> entry :
        SettingsReader.components(settings.getClass()).entrySet()) {
      Object value = SettingsReader.valueOf(settings, entry.getValue());
      if (documented) {
        text.append('\n');
        comment(indent, sentence(entry.getValue()));
      }
      text.append(indent).append(entry.getKey()).append(':');
      if (value instanceof Record section) {
        text.append('\n');
        section(section, indent + "  ", documented);
      } else {
        text.append(' ').append(SettingValue.yaml(value)).append('\n');
      }
    }
  }

  private static String sentence(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      return "Section " + KebabCase.ofComponent(component.getName()) + ".";
    }
    boolean bounded = setting.min() != Long.MIN_VALUE || setting.max() != Long.MAX_VALUE;
    StringBuilder sentence = new StringBuilder(setting.value());
    if (bounded) {
      sentence.append(" (").append(SettingValue.bounds(component.getType(), setting)).append(')');
    }
    if (component.getType().isEnum()) {
      List<String> names = new ArrayList<>();
      for (Object constant : component.getType().getEnumConstants()) {
        names.add(KebabCase.ofConstant((Enum<?>) constant));
      }
      sentence.append(" (").append(String.join(", ", names)).append(')');
    }
    return sentence.toString();
  }

  private void comment(String indent, String sentence) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : sentence.strip().split("\\s+")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
