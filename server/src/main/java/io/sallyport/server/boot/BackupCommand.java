package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backup}: copies journal, objects, keys and accounts while the server goes on. */
@Command(
    name = "backup",
    description =
        "Copy everything into a new directory while the server goes on: journal, recordings,"
            + " accounts, and the keys that open them. Keep it as safe as the keys themselves.")
final class BackupCommand extends DataCommand {
  @Parameters(paramLabel = "DIRECTORY", description = "Empty, or not there yet.")
  private Path into;

  BackupCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  /** The server runs in a directory of its own: it is told the whole path. */
  @Override
  List<String> forServer(List<String> arguments) {
    return arguments.stream()
        .map(each -> each.equals(into.toString()) ? into.toAbsolutePath().toString() : each)
        .toList();
  }

  @Override
  int on(Facades facades) {
    try {
      Backup.Made made = facades.backup().make(into);
      facades.administered("backup made", into.toString());
      out()
          .println(
              "backup made up to record %d: %d files, %d MB"
                  .formatted(made.lastSequence(), made.files(), made.bytes() / 1_000_000));
      return ExitCode.OK;
    } catch (IOException e) {
      terminal().err().println("no backup was made: " + LogText.safe(e.getMessage()));
      return ExitCode.FAILED;
    }
  }
}
