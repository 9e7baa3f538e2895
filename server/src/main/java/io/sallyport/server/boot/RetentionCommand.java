package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.retention.KeepSettings;
import io.sallyport.server.retention.Retention.Term;
import io.sallyport.server.retention.RetentionClass;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retention show|set-floor}. */
@Command(name = "retention", description = "Show how long things are kept; set a floor.")
final class RetentionCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new RetentionCommand())
        .addSubcommand(new Show(invocation, place))
        .addSubcommand(new SetFloor(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: retention show or set-floor");
  }

  /** Shows each class. */
  @Command(name = "show", description = "How long each class is kept, and its floor.")
  static final class Show extends DataCommand {
    Show(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("CLASS", "KEPT", "FROM", "A PURGE TAKES", "FLOOR");
      for (Term term : facades.retention().terms()) {
        KeepSettings keep = term.settings();
        table.row(
            term.kind().text(),
            keep.keep().isZero() ? "for ever" : Durations.text(keep.keep()),
            keep.from().name().toLowerCase(Locale.ROOT),
            keep.takes().name().toLowerCase(Locale.ROOT),
            term.floor().map(Durations::text).orElse("-"));
      }
      table.print(out());
      return ExitCode.OK;
    }
  }

  /** Sets a floor. */
  @Command(
      name = "set-floor",
      description = "Set the least time that a class is kept. It can never be lowered again.")
  static final class SetFloor extends DataCommand {
    @Parameters(index = "0", paramLabel = "CLASS", description = "calls, recordings, chat, ...")
    private String kind;

    @Parameters(index = "1", paramLabel = "DURATION", description = "For example 1826d.")
    private String floor;

    @Mixin private ActingPerson person = new ActingPerson();

    @Spec private CommandSpec spec;

    SetFloor(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      RetentionClass named =
          RetentionClass.named(kind)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "the classes are calls, recordings, chat, files and access"));
      Duration duration =
          Durations.parse(floor)
              .filter(d -> d.toMillis() % 1_000 == 0)
              .orElseThrow(
                  () -> new ParameterException(spec.commandLine(), "write for example 1826d"));
      Optional<String> by = person.proven(facades, terminal());
      return by.isEmpty()
          ? ExitCode.FAILED
          : ActingPerson.tell(
              terminal(),
              facades.retention().setFloor(named, duration, by.get()),
              "%s are kept at least %s from now on; this cannot be taken back"
                  .formatted(LogText.safe(kind), Durations.text(duration)));
    }
  }
}
