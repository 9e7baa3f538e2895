package io.sallyport.server.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * One run of the command line: the options that every command shares, and where it talks to the
 * person who gave it.
 */
@Command(
    name = "sallyport",
    description =
        "A communication server that an organisation hosts itself. Without a command: serve.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class)
final class Invocation {
  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Settings file; default: sallyport.yaml in the current directory, where it is there.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      scope = ScopeType.INHERIT,
      defaultValue = "data",
      description = "Data directory; default: ${DEFAULT-VALUE}.")
  private Path data;

  Invocation(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  Path data() {
    return data;
  }

  /**
   * Runs a command line of this invocation: what is wrong with it or with the set-up goes to
   * standard error.
   */
  int run(CommandLine line, List<String> arguments) {
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (failure instanceof StartRefused refused) {
            refused.problems().forEach(problem -> terminal.err().println(problem.text()));
            return ExitCode.CONFIG;
          }
          throw failure;
        });
    int exit = line.execute(arguments.toArray(String[]::new));
    terminal.out().flush();
    terminal.err().flush();
    return exit;
  }
}
