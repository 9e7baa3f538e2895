package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Names;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.policy.Territory;
import io.sallyport.server.rulebook.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code policy check|apply|rollback|show|versions|diff|explain|replay}. */
@Command(
    name = "policy",
    description = "Check, apply, roll back, explain and try the rules of who may do what.")
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new Check(invocation, place))
        .addSubcommand(new Apply(invocation, place))
        .addSubcommand(new Rollback(invocation, place))
        .addSubcommand(new PolicyVersions.Show(invocation, place))
        .addSubcommand(new PolicyVersions.Versions(invocation, place))
        .addSubcommand(new PolicyVersions.Diff(invocation, place))
        .addSubcommand(new PolicyExplain(invocation, place))
        .addSubcommand(new PolicyReplay(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say which: policy check, apply, rollback, show, versions, diff, explain or replay");
  }

  /** Prints problems, one a line. */
  static void print(Terminal terminal, String what, List<Reading.Problem> problems) {
    problems.forEach(each -> terminal.err().println(what + LogText.safe(each.text(), 1_000)));
  }

  /** Names all that is wrong with a file. */
  @Command(
      name = "check",
      description =
          "Name all that is wrong with a file of rules, and change nothing. Without a data"
              + " directory, names of users and groups are taken as they stand.")
  static final class Check extends DataCommand {
    private final Invocation invocation;
    private final Place place;

    @Parameters(paramLabel = "FILE", description = "Rules as docs/policy.md describes them.")
    private Path file;

    Check(Invocation invocation, Place place) {
      super(invocation, place);
      this.invocation = invocation;
      this.place = place;
    }

    @Override
    public Integer call() throws Exception {
      if (place instanceof ProcessPlace && !Files.isDirectory(invocation.data())) {
        Settings settings = SettingsFile.load(invocation.config());
        Territory territory =
            new Territory(settings.domain(), Certificates.hosts(settings), settings.policy());
        Optional<String> text = RulesFile.read(terminal(), file);
        return text.isEmpty()
            ? ExitCode.FAILED
            : tell(
                ContentSection.problems(text.get()).isEmpty()
                    ? RuleSet.read(text.get(), territory, Names.UNCHECKED)
                    : new Reading.Refused(ContentSection.problems(text.get())));
      }
      return super.call();
    }

    @Override
    int on(Facades facades) {
      Optional<String> text = RulesFile.read(terminal(), file);
      return text.isEmpty() ? ExitCode.FAILED : tell(facades.rules().rulebook().check(text.get()));
    }

    private int tell(Reading reading) {
      if (reading instanceof Reading.Refused refused) {
        print(terminal(), "", refused.problems());
        return ExitCode.FAILED;
      }
      Reading.Ok ok = (Reading.Ok) reading;
      print(terminal(), "warning: ", ok.warnings());
      out()
          .println(
              "%d rules, no problem, %d warnings"
                  .formatted(ok.rules().rules(), ok.warnings().size()));
      return ExitCode.OK;
    }
  }

  /** A subcommand that brings other rules into force. */
  private abstract static class Change extends DataCommand {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; goes on record with the rules.")
    private String reason;

    @Mixin private ActingPerson person = new ActingPerson();

    Change(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract Outcome change(Facades facades, String by, String why) throws IOException;

    int changed(Facades facades) throws IOException {
      Optional<String> by = person.provenAdministrator(facades, terminal());
      if (by.isEmpty()) {
        return ExitCode.FAILED;
      }
      Outcome outcome = change(facades, by.get(), reason);
      if (outcome instanceof Outcome.InForce done) {
        print(terminal(), "warning: ", done.warnings());
        out().println("rule set " + done.version() + " is in force");
        return ExitCode.OK;
      }
      if (outcome instanceof Outcome.Refused refused) {
        print(terminal(), "", refused.problems());
      } else if (outcome instanceof Outcome.Failed failed) {
        terminal().err().println(LogText.safe(failed.why()));
      }
      terminal()
          .err()
          .println(
              "nothing was changed; rule set %d stays in force"
                  .formatted(facades.rules().rulebook().newest()));
      return ExitCode.FAILED;
    }
  }

  /** Brings a file of rules into force. */
  @Command(
      name = "apply",
      description = "Put a file of rules on record and into force, whole or not at all.")
  static final class Apply extends Change {
    @Parameters(paramLabel = "FILE", description = "Rules as docs/policy.md describes them.")
    private Path file;

    private String text;

    Apply(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Optional<String> read = RulesFile.read(terminal(), file);
      if (read.isEmpty()) {
        return ExitCode.FAILED;
      }
      text = read.get();
      return changed(facades);
    }

    @Override
    Outcome change(Facades facades, String by, String why) throws IOException {
      return facades.rules().rulebook().apply(text, by, why);
    }
  }

  /** Brings an older rule set into force again. */
  @Command(
      name = "rollback",
      description = "Put the text of an older rule set on record as a new one, and into force.")
  static final class Rollback extends Change {
    @Parameters(paramLabel = "VERSION", description = "Its number, as policy versions tells.")
    private long version;

    Rollback(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      return changed(facades);
    }

    @Override
    Outcome change(Facades facades, String by, String why) throws IOException {
      return facades.rules().rulebook().rollback(version, by, why);
    }
  }
}
