package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.vault.KeySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: checks the journal from its files alone, whether a server writes it or not. */
@Command(
    name = "verify",
    description =
        "Check the journal from its files: every record whole, in order, none missing; exit code 1"
            + " if not.")
final class VerifyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(names = "--without-key", description = "Do not open the bodies; needs no key.")
  private boolean withoutKey;

  VerifyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, StartRefused {
    DataDirectory data = new DataDirectory(invocation.data());
    Path journal = data.journal();
    if (!Files.isDirectory(journal)) {
      invocation.terminal().err().println(journal + ": there is no journal");
      return ExitCode.FAILED;
    }
    if (invocation.terminal().interactive()) {
      invocation.terminal().err().println("checking " + megabytes(journal) + " MB ...");
    }
    VerifyReport report =
        withoutKey
            ? Archive.verify(journal)
            : Archive.verify(journal, Keys.existing(settings(), data).ring());
    for (String note : report.notes()) {
      invocation.terminal().out().println("note: " + LogText.safe(note));
    }
    if (report.ok()) {
      invocation
          .terminal()
          .out()
          .println(
              "OK: %d records in %d segments, the last is %d, chain %s"
                  .formatted(
                      report.records(),
                      report.segments(),
                      report.lastSequence(),
                      report.lastHash()));
      return ExitCode.OK;
    }
    invocation
        .terminal()
        .out()
        .println("BAD: " + LogText.safe(report.problem().orElseThrow().toString()));
    invocation.terminal().out().println("good before it: " + report.records() + " records");
    return ExitCode.FAILED;
  }

  private KeySettings settings() throws StartRefused {
    return SettingsFile.load(invocation.config()).keys();
  }

  private static long megabytes(Path journal) throws IOException {
    try (Stream<Path> files = Files.list(journal)) {
      return files.mapToLong(file -> file.toFile().length()).sum() / 1_000_000;
    }
  }
}
