package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.login.Role.Permission;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Every setting: its value, and where it was set. */
public final class SettingsResource implements Api.Resource {

  /**
   * One setting.
   *
   * @param key with its sections, such as {@code edge.idle-time}
   * @param value as YAML; secrets are not shown
   * @param standard what it is where nothing sets it
   * @param line of the file, from 1; 0 where the default holds
   * @param range allowed values in words; empty for any
   * @param kind {@code text}, {@code number}, {@code duration}, {@code switch}, {@code choice},
   *     {@code list}, {@code networks} or {@code secret}
   * @param pending the value that the file has now, where a start would bring another; empty for
   *     none
   */
  public record SettingView(
      String key,
      String value,
      String standard,
      boolean changed,
      int line,
      String what,
      String range,
      String kind,
      String pending) {}

  /**
   * All of them.
   *
   * @param file empty where there is none
   * @param problem why the file cannot be read now; empty where it can
   */
  public record SettingsView(String file, String problem, List<SettingView> settings) {}

  // immutable
  private final Supplier<SettingsView> settings;

  public SettingsResource(Supplier<SettingsView> settings) {
    this.settings = settings;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/settings", "settings", "Every setting and where it is set.")
            .needs(Permission.READ_STATE)
            .query("find", "Only settings whose key or sentence has that text.")
            .gives(SettingsView.class)
            .by(this::list));
  }

  private Object list(Asked asked) {
    String find = asked.query("find").toLowerCase(Locale.ROOT);
    SettingsView all = settings.get();
    return find.isEmpty()
        ? all
        : new SettingsView(
            all.file(),
            all.problem(),
            all.settings().stream()
                .filter(s -> (s.key() + "\n" + s.what()).toLowerCase(Locale.ROOT).contains(find))
                .toList());
  }
}
