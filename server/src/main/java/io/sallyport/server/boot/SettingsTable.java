package io.sallyport.server.boot;

import io.sallyport.server.api.admin.SettingsResource.SettingView;
import io.sallyport.server.api.admin.SettingsResource.SettingsView;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Secret;
import io.sallyport.server.base.Setting;
import io.sallyport.server.boot.SettingsReader.Reading;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every setting as a row: what it is, what it would be, where it was set, and whether the file says
 * something else by now.
 */
final class SettingsTable {
  // an address may carry a login: the one place where a secret has no type of its own
  private static final Pattern LOGIN = Pattern.compile("(//[^/:@\"]*:)[^/@\"]*(@)");
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)((?:password|passwd|secret|token|key)=)[^&;\"]*");

  // immutable
  private final Settings settings;
  private final SettingsSource source;

  SettingsTable(Settings settings, SettingsSource source) {
    this.settings = settings;
    this.source = source;
  }

  SettingsView view() {
    Optional<Reading<Settings>> now = source.now();
    Settings file = now.flatMap(Reading::settings).orElse(settings);
    List<SettingView> rows = new ArrayList<>();
    section(settings, Settings.defaults(), file, "", rows);
    return new SettingsView(
        source.file().map(Path::toAbsolutePath).map(Path::toString).orElse(""),
        now.filter(reading -> !reading.problems().isEmpty())
            .map(reading -> reading.problems().get(0).text())
            .orElse(""),
        rows);
  }

  private void section(
      Record running, Record standard, Record file, String path, List<SettingView> rows) {
    for (Map.Entry<String, RecordComponent> entry :
        SettingsReader.components(running.getClass()).entrySet()) {
      RecordComponent component = entry.getValue();
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      Object value = SettingsReader.valueOf(running, component);
      Object usual = SettingsReader.valueOf(standard, component);
      Object next = SettingsReader.valueOf(file, component);
      if (value instanceof Record inner) {
        section(inner, (Record) usual, (Record) next, key, rows);
      } else {
        rows.add(row(key, component, value, usual, next));
      }
    }
  }

  private SettingView row(
      String key, RecordComponent component, Object value, Object usual, Object next) {
    Setting setting = component.getAnnotation(Setting.class);
    return new SettingView(
        key,
        shown(value),
        shown(usual),
        !value.equals(usual),
        source.lines().getOrDefault(key, 0),
        setting.value(),
        range(component, setting),
        kind(component.getType()),
        value.equals(next) ? "" : shown(next));
  }

  static String shown(Object value) {
    String yaml = SettingValue.yaml(value);
    return PARAMETER
        .matcher(LOGIN.matcher(yaml).replaceAll("$1[redacted]$2"))
        .replaceAll("$1[redacted]");
  }

  private static String range(RecordComponent component, Setting setting) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> KebabCase.ofConstant((Enum<?>) constant))
          .collect(Collectors.joining(", "));
    }
    boolean bounded = setting.min() != Long.MIN_VALUE || setting.max() != Long.MAX_VALUE;
    return bounded ? SettingValue.bounds(type, setting) : "";
  }

  private static String kind(Class<?> type) {
    if (type == Secret.class) {
      return "secret";
    }
    if (type == Duration.class) {
      return "duration";
    }
    if (type == boolean.class) {
      return "switch";
    }
    if (type == Networks.class) {
      return "networks";
    }
    if (type == List.class) {
      return "list";
    }
    if (type.isEnum()) {
      return "choice";
    }
    return type == String.class ? "text" : "number";
  }
}
