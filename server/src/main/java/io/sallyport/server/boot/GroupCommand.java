package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code group add|remove|list}: people who are looked at together. */
@Command(name = "group", description = "Put people into groups, such as departments.")
final class GroupCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new GroupCommand())
        .addSubcommand(new Add(invocation, place))
        .addSubcommand(new Remove(invocation, place))
        .addSubcommand(new ListGroups(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: group add, remove or list");
  }

  private abstract static class Change extends DataCommand {
    @Parameters(index = "0", paramLabel = "GROUP", description = "The group's name.")
    private String group;

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "PERSON",
        description = "User names or addresses.")
    private List<String> persons;

    Change(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract Optional<String> change(Officers officers, String group, String person);

    abstract String word();

    @Override
    int on(Facades facades) {
      for (String person : persons) {
        Optional<String> problem = change(facades.officers(), group, person);
        if (problem.isPresent()) {
          terminal().err().println(LogText.safe(person + ": " + problem.get()));
          return ExitCode.FAILED;
        }
        String what = group + ": " + person;
        facades.administered(word(), what);
        out().println(word() + ": " + LogText.safe(what));
      }
      return ExitCode.OK;
    }
  }

  /** Adds members. */
  @Command(name = "add", description = "Add people; the first one makes the group.")
  static final class Add extends Change {
    Add(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    Optional<String> change(Officers officers, String group, String person) {
      return officers.groups().add(group, person);
    }

    @Override
    String word() {
      return "group member added";
    }
  }

  /** Removes members. */
  @Command(name = "remove", description = "Remove people; without the last one it is gone.")
  static final class Remove extends Change {
    Remove(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    Optional<String> change(Officers officers, String group, String person) {
      return officers.groups().remove(group, person);
    }

    @Override
    String word() {
      return "group member removed";
    }
  }

  /** Lists the groups. */
  @Command(name = "list", description = "List the groups.")
  static final class ListGroups extends DataCommand {
    ListGroups(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("GROUP", "MEMBER");
      for (Map.Entry<String, List<String>> group : facades.officers().groups().all().entrySet()) {
        group.getValue().forEach(member -> table.row(group.getKey(), member));
      }
      table.print(out());
      return ExitCode.OK;
    }
  }
}
