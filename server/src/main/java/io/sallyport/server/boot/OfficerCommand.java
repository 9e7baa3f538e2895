package io.sallyport.server.boot;

import io.sallyport.server.directory.Assignments.Assignment;
import io.sallyport.server.directory.Assignments.Kind;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.observe.LogText;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code officer assign|unassign|list}: whom a compliance officer may look at. */
@Command(name = "officer", description = "Say whom a compliance officer may look at.")
final class OfficerCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new OfficerCommand())
        .addSubcommand(new Assign(invocation, place))
        .addSubcommand(new Unassign(invocation, place))
        .addSubcommand(new ListAssignments(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: officer assign, unassign or list");
  }

  /** Of whom. */
  static final class Subject {
    @Option(names = "--person", paramLabel = "NAME", description = "A user name or an address.")
    private String person;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group, as it is at any time.")
    private String group;

    @Option(names = "--everybody", description = "Everybody.")
    private boolean everybody;

    Kind kind() {
      return everybody ? Kind.EVERYBODY : group != null ? Kind.GROUP : Kind.PERSON;
    }

    String name() {
      return everybody ? "" : group != null ? group : person;
    }
  }

  private abstract static class Change extends DataCommand {
    @Parameters(paramLabel = "OFFICER", description = "A user's name.")
    private String officer;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Subject subject;

    Change(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract Optional<String> change(Officers officers, String officer, Kind kind, String subject);

    abstract String word();

    @Override
    int on(Facades facades) {
      Optional<String> problem =
          change(facades.officers(), officer, subject.kind(), subject.name());
      if (problem.isPresent()) {
        terminal().err().println(LogText.safe(problem.get()));
        return ExitCode.FAILED;
      }
      String what = (subject.kind().word() + " " + subject.name()).strip();
      facades.administered(word(), Directory.canonical(officer) + ": " + what);
      out().println(word() + ": " + Directory.canonical(officer) + ": " + LogText.safe(what));
      return ExitCode.OK;
    }
  }

  /** Assigns. */
  @Command(name = "assign", description = "Let an officer look at a person, a group or everybody.")
  static final class Assign extends Change {
    Assign(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    Optional<String> change(Officers officers, String officer, Kind kind, String subject) {
      return officers.assignments().assign(officer, kind, subject);
    }

    @Override
    String word() {
      return "officer assigned";
    }
  }

  /** Takes an assignment back. */
  @Command(name = "unassign", description = "Take an assignment back.")
  static final class Unassign extends Change {
    Unassign(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    Optional<String> change(Officers officers, String officer, Kind kind, String subject) {
      return officers.assignments().unassign(officer, kind, subject);
    }

    @Override
    String word() {
      return "officer unassigned";
    }
  }

  /** Lists the assignments. */
  @Command(name = "list", description = "List the assignments.")
  static final class ListAssignments extends DataCommand {
    ListAssignments(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("OFFICER", "MAY LOOK AT");
      for (Assignment each : facades.officers().assignments().list()) {
        table.row(each.officer(), (each.kind().word() + " " + each.subject()).strip());
      }
      table.print(out());
      return ExitCode.OK;
    }
  }
}
