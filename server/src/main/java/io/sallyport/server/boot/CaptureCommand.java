package io.sallyport.server.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code capture}: a running call's clear packets in a file. */
@Command(
    name = "capture",
    description =
        "Write the clear packets of a running call to a file (pcapng), beginning now. Only where"
            + " media.allow-capture is true; each use is on record.")
final class CaptureCommand extends DataCommand {
  private static final int MAX_SECONDS = 3600;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CALL", description = "The call's id, as calls --json shows it.")
  private String call;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The new file; the server's own account writes it.")
  private Path file;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "For so long, or until the call ends; default: ${DEFAULT-VALUE}.")
  private int seconds;

  CaptureCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  /** The server has another current directory. */
  @Override
  List<String> forServer(List<String> given) {
    return List.of(
        "capture", call, "-o", file.toAbsolutePath().toString(), "--seconds", seconds + "");
  }

  @Override
  int on(Facades facades) {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be between 1 and " + MAX_SECONDS);
    }
    if (facades.captures().isEmpty()) {
      return LiveCommand.noServer(terminal());
    }
    Captures.Outcome outcome =
        facades
            .captures()
            .get()
            .capture(call, file.toAbsolutePath(), Duration.ofSeconds(seconds), "command line");
    if (!outcome.done()) {
      terminal().err().println("refused: " + outcome.words());
      return ExitCode.FAILED;
    }
    out()
        .println(
            "%s: %d packets, %d lost; %s"
                .formatted(file, outcome.packets(), outcome.lost(), outcome.words()));
    return ExitCode.OK;
  }
}
