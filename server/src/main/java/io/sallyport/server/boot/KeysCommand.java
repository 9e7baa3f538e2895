package io.sallyport.server.boot;

import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.KeySettings.Source;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keys list|rotate|rewrap}. */
@Command(name = "keys", description = "List and rotate archive keys; change the master key.")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new ListKeys(invocation, place))
        .addSubcommand(new Rotate(invocation, place))
        .addSubcommand(new Rewrap(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: keys list, rotate or rewrap");
  }

  /** Lists the archive keys by their ids. */
  @Command(name = "list", description = "List the archive keys, the oldest first.")
  static final class ListKeys extends DataCommand {
    ListKeys(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("KEY", "USE");
      for (KeyRing.Entry key : facades.keys().ring().entries()) {
        table.row(key.name(), key.current() ? "wraps what is new" : "reads what is old");
      }
      table.print(out());
      return ExitCode.OK;
    }
  }

  /** Adds an archive key. */
  @Command(
      name = "rotate",
      description =
          "Add an archive key for everything new: recordings at once, the journal from its next"
              + " segment on. What is there stays readable.")
  static final class Rotate extends DataCommand {
    Rotate(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      KeyRing.Entry key = facades.keys().ring().rotate();
      facades.administered("archive key added", key.name());
      out().println("archive key " + key.name() + " wraps what is new; back up data/keys now");
      return ExitCode.OK;
    }
  }

  /** Puts the archive keys under another master key. */
  @Command(
      name = "rewrap",
      description =
          "Encrypt the archive keys under a new master key: a new file; a key that you type, for"
              + " the environment; or once more by the key service.")
  static final class Rewrap extends DataCommand {
    @Option(
        names = "--to",
        paramLabel = "SOURCE",
        description = "file, environment or command; without it the source that settings name.")
    private String to;

    Rewrap(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Source now = facades.keys().settings().source();
      Source next;
      try {
        next = to == null ? now : Source.valueOf(to.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        terminal().err().println("--to: file, environment or command");
        return ExitCode.USAGE;
      }
      Optional<String> typed =
          next == Source.ENVIRONMENT
              ? terminal().secretLine("new master key, in base64: ")
              : Optional.empty();
      try {
        String id = facades.keys().rewrap(next, typed);
        facades.administered("master key changed", id);
        out().println("the archive keys are encrypted under master key " + id);
        if (next == Source.ENVIRONMENT) {
          out().println("set " + facades.keys().settings().variable() + " before the next start");
        }
        if (next != now) {
          out()
              .println(
                  "set keys.source to "
                      + next.name().toLowerCase(Locale.ROOT)
                      + " before the next start");
        }
        return ExitCode.OK;
      } catch (KeyFault e) {
        terminal().err().println(e.getMessage());
        return ExitCode.FAILED;
      }
    }
  }
}
