package io.sallyport.server.boot;

import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Hold;
import io.sallyport.server.retention.Outcome;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
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

/** {@code hold place|list|release|approve}. */
@Command(name = "hold", description = "Place, list and release legal holds.")
final class HoldCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new HoldCommand())
        .addSubcommand(new PlaceHold(invocation, place))
        .addSubcommand(new ListHolds(invocation, place))
        .addSubcommand(new Release(invocation, place))
        .addSubcommand(new Approve(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say which: hold place, list, release or approve");
  }

  /** Places a hold. */
  @Command(
      name = "place",
      description = "Place a hold: no purge takes what meets every criterion that is given.")
  static final class PlaceHold extends DataCommand {
    @Option(names = "--matter", required = true, paramLabel = "TEXT", description = "Which case.")
    private String matter;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Option(names = "--person", paramLabel = "NAME", description = "Whose; may be repeated.")
    private List<String> persons = new ArrayList<>();

    @Option(names = "--group", paramLabel = "NAME", description = "Whose members'.")
    private String group = "";

    @Option(names = "--call", paramLabel = "ID", description = "Which call; may be repeated.")
    private List<String> calls = new ArrayList<>();

    @Option(names = "--from", paramLabel = "DATE", description = "Begin, such as 2026-11-22.")
    private String from;

    @Option(names = "--until", paramLabel = "DATE", description = "End, that day not included.")
    private String until;

    @Mixin private ActingPerson person = new ActingPerson();

    @Spec private CommandSpec spec;

    PlaceHold(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Hold.Scope scope =
          new Hold.Scope(matter, reason, persons, group, calls, time(from), time(until));
      Optional<String> by = person.proven(facades, terminal());
      if (by.isEmpty()) {
        return ExitCode.FAILED;
      }
      Outcome<Hold> outcome = facades.retention().holds().place(scope, by.get());
      String id = outcome instanceof Outcome.Done<Hold> done ? done.value().id() : "";
      return ActingPerson.tell(terminal(), outcome, "hold placed: " + id);
    }

    private Optional<Instant> time(String text) {
      if (text == null) {
        return Optional.empty();
      }
      ZoneId zone = terminal().zone();
      try {
        return Optional.of(
            text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(zone).toInstant());
      } catch (DateTimeException e) {
        throw new ParameterException(
            spec.commandLine(), "write a time as 2026-11-22 or 2026-11-22T14:00:00Z", e);
      }
    }
  }

  /** Lists the holds. */
  @Command(name = "list", description = "List the holds that stand, and who wants to release one.")
  static final class ListHolds extends DataCommand {
    ListHolds(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("HOLD", "MATTER", "BY", "PLACED", "COVERS", "RELEASE");
      for (Hold hold : facades.retention().holds().list()) {
        table.row(
            hold.id(),
            hold.matter(),
            hold.placedBy(),
            hold.placedAt().toString(),
            covers(hold),
            facades
                .retention()
                .approvals()
                .find(hold.release())
                .filter(asked -> !asked.expired(facades.clock().instant()))
                .map(asked -> asked.id() + " by " + asked.requestedBy())
                .orElse("-"));
      }
      table.print(out());
      return ExitCode.OK;
    }

    private static String covers(Hold hold) {
      List<String> parts = new ArrayList<>();
      if (!hold.group().isEmpty()) {
        parts.add("group " + hold.group());
      }
      parts.addAll(hold.persons().stream().sorted().toList());
      hold.calls().forEach(call -> parts.add("call " + call));
      hold.from().ifPresent(at -> parts.add("from " + at));
      hold.until().ifPresent(at -> parts.add("until " + at));
      return String.join(", ", parts);
    }
  }

  /** Asks for a hold's end. */
  @Command(name = "release", description = "Ask for a hold's end; another person must approve.")
  static final class Release extends DataCommand {
    @Parameters(paramLabel = "HOLD", description = "The hold's id.")
    private String hold;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin private ActingPerson person = new ActingPerson();

    Release(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Optional<String> by = person.proven(facades, terminal());
      if (by.isEmpty()) {
        return ExitCode.FAILED;
      }
      Outcome<Approval> outcome =
          facades.retention().holds().requestRelease(hold, reason, by.get());
      String id = outcome instanceof Outcome.Done<Approval> done ? done.value().id() : "";
      return ActingPerson.tell(
          terminal(), outcome, "another person must run: hold approve " + id + " --as NAME");
    }
  }

  /** Approves a hold's end. */
  @Command(name = "approve", description = "Approve the end of a hold that another asked for.")
  static final class Approve extends DataCommand {
    @Parameters(paramLabel = "REQUEST", description = "The request's id.")
    private String request;

    @Mixin private ActingPerson person = new ActingPerson();

    Approve(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Optional<String> by = person.proven(facades, terminal());
      if (by.isEmpty()) {
        return ExitCode.FAILED;
      }
      Outcome<Hold> outcome = facades.retention().holds().approveRelease(request, by.get());
      String id = outcome instanceof Outcome.Done<Hold> done ? done.value().id() : "";
      return ActingPerson.tell(terminal(), outcome, "hold released: " + id);
    }
  }
}
