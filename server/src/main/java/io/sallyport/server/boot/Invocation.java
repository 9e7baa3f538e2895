package io.sallyport.server.boot;

import io.sallyport.server.vault.KeyFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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
final class Invocation implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

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

  /** Without a command: serve, where that can be asked for. */
  @Override
  public Integer call() throws Exception {
    CommandLine serve = spec.subcommands().get("serve");
    if (serve == null) {
      throw new ParameterException(spec.commandLine(), "say which command");
    }
    Callable<Integer> command = serve.getCommand();
    return command.call();
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
          if (failure instanceof KeyFault fault) {
            terminal.err().println("keys: " + fault.getMessage());
            return ExitCode.CONFIG;
          }
          throw failure;
        });
    line.setExitCodeExceptionMapper(
        failure -> failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.SOFTWARE);
    int exit = line.execute(arguments.toArray(String[]::new));
    terminal.out().flush();
    terminal.err().flush();
    return exit;
  }
}
