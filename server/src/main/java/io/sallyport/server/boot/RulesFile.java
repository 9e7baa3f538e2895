package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of rules as a person names it. */
final class RulesFile {
  private RulesFile() {}

  /** Its text; empty after saying why there is none. */
  static Optional<String> read(Terminal terminal, Path file) {
    Path path = terminal.directory().resolve(file).normalize();
    String name = LogText.safe(path.toString());
    try {
      if (!Files.isRegularFile(path)) {
        terminal.err().println(name + ": there is no such file");
      } else if (Files.size(path) > Rulebook.LONGEST) {
        terminal.err().println(name + ": a rule set has at most 4 MiB");
      } else {
        return Optional.of(Files.readString(path));
      }
    } catch (CharacterCodingException e) {
      terminal.err().println(name + ": is not UTF-8");
    } catch (IOException e) {
      terminal.err().println(name + ": cannot be read");
    }
    return Optional.empty();
  }
}
