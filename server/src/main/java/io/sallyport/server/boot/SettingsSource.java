package io.sallyport.server.boot;

import io.sallyport.server.boot.SettingsReader.Reading;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the settings that run came from.
 *
 * @param named the file that was named on the command line
 * @param lines where each key stood in it
 */
record SettingsSource(Optional<Path> named, Map<String, Integer> lines) {
  /** Settings that no file was read for. */
  static final SettingsSource NONE = new SettingsSource(Optional.empty(), Map.of());

  SettingsSource {
    lines = Map.copyOf(lines);
  }

  /** The file that was read, if any. */
  Optional<Path> file() {
    return lines.isEmpty() && named.isEmpty() ? Optional.empty() : SettingsFile.locate(named);
  }

  /** What the file says now. */
  Optional<Reading<Settings>> now() {
    return file().map(file -> SettingsFile.read(Optional.of(file)));
  }
}
