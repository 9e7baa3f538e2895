package io.sallyport.server.boot;

import io.sallyport.server.boot.SettingsReader.Reading;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the settings come from: the file that was named, {@code ./sallyport.yaml} where it is
 * there, or the defaults alone.
 */
final class SettingsFile {
  private static final Path BESIDE = Path.of("sallyport.yaml");

  private SettingsFile() {}

  /** The file that is read, if any. */
  static Optional<Path> locate(Optional<Path> named) {
    return named.or(() -> Files.exists(BESIDE) ? Optional.of(BESIDE) : Optional.empty());
  }

  static Reading<Settings> read(Optional<Path> named) {
    Optional<Path> file = locate(named);
    if (file.isEmpty()) {
      return new Reading<>(Settings.defaults(), Map.of(), List.of());
    }
    String name = file.get().toString();
    try {
      return SettingsReader.read(name, Files.readString(file.get()), Settings.defaults());
    } catch (CharacterCodingException e) {
      return failed(Problem.of(name, "is not UTF-8 text", ""));
    } catch (IOException e) {
      String why = Files.exists(file.get()) ? "cannot be read: " + e.getMessage() : "is not there";
      return failed(Problem.of(name, why, "name another with --config"));
    }
  }

  /** The settings, or everything that is wrong with them as an exception. */
  static Settings load(Optional<Path> named) throws StartRefused {
    Reading<Settings> reading = read(named);
    if (reading.settings().isEmpty()) {
      throw new StartRefused(reading.problems());
    }
    return reading.settings().get();
  }

  private static Reading<Settings> failed(Problem problem) {
    return new Reading<>(Settings.defaults(), Map.of(), List.of(problem));
  }
}
