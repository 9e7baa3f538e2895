package io.sallyport.server.boot;

import io.sallyport.server.boot.SettingsReader.Reading;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config check} and {@code config print}: the settings file, without starting anything. */
@Command(name = "config", description = "Check or print the settings.")
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its two subcommands. */
  static CommandLine line(Invocation invocation) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new Check(invocation))
        .addSubcommand(new Print(invocation));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: config check or config print");
  }

  /** Tells everything that is wrong with the settings file. */
  @Command(
      name = "check",
      description =
          "Tell everything that is wrong with the settings file; exit code 78 if anything is.")
  static final class Check implements Callable<Integer> {
    private final Invocation invocation;

    Check(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Reading<Settings> reading = SettingsFile.read(invocation.config());
      reading.problems().forEach(problem -> invocation.terminal().err().println(problem.text()));
      if (!reading.problems().isEmpty()) {
        return ExitCode.CONFIG;
      }
      String file =
          SettingsFile.locate(invocation.config())
              .map(Path::toString)
              .orElse("no settings file, the defaults");
      invocation.terminal().out().println(file + ": fine");
      return ExitCode.OK;
    }
  }

  /** Prints the settings as YAML. */
  @Command(name = "print", description = "Print the settings that are in effect, without secrets.")
  static final class Print implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
        names = "--defaults",
        description = "Print the defaults with their documentation instead.")
    private boolean defaults;

    Print(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() throws StartRefused {
      String text =
          defaults
              ? SettingsPrinter.documented(Settings.defaults())
              : SettingsPrinter.plain(SettingsFile.load(invocation.config()));
      invocation.terminal().out().print(text);
      invocation.terminal().out().flush();
      return ExitCode.OK;
    }
  }
}
