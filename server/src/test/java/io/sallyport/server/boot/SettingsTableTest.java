package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.api.admin.SettingsResource.SettingView;
import io.sallyport.server.api.admin.SettingsResource.SettingsView;
import io.sallyport.server.boot.SettingsReader.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting as a row. */
class SettingsTableTest {
  private static final String YAML =
      """
      domain: example.org
      edge:
        port: 443
      database:
        url: "jdbc:postgresql://pg:hunter2@db.example.org/x?user=a&password=hunter2&ssl=true"
      seal:
        outside:
          url: https://witness.example.org/
          url-token: hunter2
      """;

  @TempDir Path directory;

  private SettingsTable table(Path file) {
    Reading<Settings> reading = SettingsFile.read(Optional.of(file));
    assertThat(reading.problems()).isEmpty();
    return new SettingsTable(
        reading.readable(), new SettingsSource(Optional.of(file), reading.lines()));
  }

  private static SettingView row(SettingsView view, String key) {
    return view.settings().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void aRowSaysWhatItIsWhereItWasSetAndWhatItWouldBe() throws Exception {
    Path file = Files.writeString(directory.resolve("sallyport.yaml"), YAML);
    SettingsView view = table(file).view();
    assertThat(view.file()).isEqualTo(file.toAbsolutePath().toString());
    SettingView port = row(view, "edge.port");
    assertThat(port.value()).isEqualTo("443");
    assertThat(port.standard()).isEqualTo("8443");
    assertThat(port.line()).isEqualTo(3);
    assertThat(port.changed()).isTrue();
    assertThat(port.pending()).isEmpty();
    assertThat(port.kind()).isEqualTo("number");
    SettingView idle = row(view, "edge.limits.idle-time");
    assertThat(idle.line()).isZero();
    assertThat(idle.changed()).isFalse();
    assertThat(idle.kind()).isEqualTo("duration");
    assertThat(row(view, "keys.source").range()).isEqualTo("file, environment, command");
  }

  @Test
  void noSecretIsOnIt() throws Exception {
    Path file = Files.writeString(directory.resolve("sallyport.yaml"), YAML);
    SettingsView view = table(file).view();
    assertThat(view.toString()).doesNotContain("hunter2");
    assertThat(row(view, "database.url").value())
        .isEqualTo(
            "\"jdbc:postgresql://pg:[redacted]@db.example.org/x?user=a&password=[redacted]&ssl=true\"");
    assertThat(row(view, "seal.outside.url-token").kind()).isEqualTo("secret");
  }

  @Test
  void whatTheFileSaysByNowIsToldBesideWhatRuns() throws Exception {
    Path file = Files.writeString(directory.resolve("sallyport.yaml"), YAML);
    SettingsTable table = table(file);
    Files.writeString(file, YAML.replace("port: 443", "port: 4443"));
    assertThat(row(table.view(), "edge.port").value()).isEqualTo("443");
    assertThat(row(table.view(), "edge.port").pending()).isEqualTo("4443");
    Files.writeString(file, YAML.replace("port: 443", "prot: 443"));
    assertThat(table.view().problem()).contains("sallyport.yaml:3: edge.prot: unknown key");
    assertThat(row(table.view(), "edge.port").pending()).isEmpty();
  }

  @Test
  void withoutAFileEveryDefaultHolds() {
    SettingsView view = new SettingsTable(Settings.defaults(), SettingsSource.NONE).view();
    assertThat(view.file()).isEmpty();
    assertThat(view.settings()).hasSizeGreaterThan(100).noneMatch(SettingView::changed);
  }
}
