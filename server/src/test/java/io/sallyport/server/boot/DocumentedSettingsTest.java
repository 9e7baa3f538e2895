package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Pins {@code config/sallyport.yaml} and the records' defaults against each other. */
class DocumentedSettingsTest {
  private static final Path FILE =
      Path.of(System.getProperty("project.root", ".."), "config", "sallyport.yaml");

  @Test
  void theFileHoldsEveryKeyWithItsDefaultAndItsSentence() throws Exception {
    assertThat(Files.readString(FILE))
        .as(
            "write it anew: java -jar server/target/sallyport.jar config print --defaults >"
                + " config/sallyport.yaml")
        .isEqualTo(SettingsPrinter.documented(Settings.defaults()));
  }

  @Test
  void readingTheFileGivesTheDefaults() throws Exception {
    assertThat(
            SettingsReader.read("sallyport.yaml", Files.readString(FILE), Settings.defaults())
                .settings())
        .contains(Settings.defaults());
  }

  @Test
  void printingTheDefaultsReadsBackAsTheDefaults() {
    assertThat(
            SettingsReader.read(
                    "printed", SettingsPrinter.plain(Settings.defaults()), Settings.defaults())
                .settings())
        .contains(Settings.defaults());
  }
}
