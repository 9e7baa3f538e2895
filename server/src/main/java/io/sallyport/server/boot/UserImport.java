package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.observe.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Adds many users at once, from standard input; lines that cannot be added are named together. */
@Command(
    name = "import",
    description =
        "Add users from standard input, one a line: NAME,PASSWORD[,DISPLAY"
            + " NAME[,DEPARTMENT[,ROLE]]]. Lines that begin with # are skipped.")
final class UserImport extends DataCommand {
  UserImport(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) {
    List<String> problems = new ArrayList<>();
    int number = 0;
    int added = 0;
    for (Optional<String> line = next(); line.isPresent(); line = next()) {
      number++;
      if (line.get().isBlank() || line.get().startsWith("#")) {
        continue;
      }
      Optional<String> problem = add(facades, line.get());
      if (problem.isPresent()) {
        problems.add("line " + number + ": " + problem.get());
      } else {
        added++;
      }
    }
    problems.forEach(terminal().err()::println);
    out().println("users added: " + added + ", lines refused: " + problems.size());
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Optional<String> add(Facades facades, String line) {
    String[] fields = line.split(",", 5);
    if (fields.length < 2) {
      return Optional.of("write NAME,PASSWORD[,DISPLAY NAME[,DEPARTMENT[,ROLE]]]");
    }
    String name = fields[0].strip();
    String display = fields.length > 2 && !fields[2].isBlank() ? fields[2].strip() : name;
    String department = fields.length > 3 ? fields[3].strip() : "";
    String word = fields.length > 4 ? fields[4].strip() : "";
    Optional<User.Role> role = word.isEmpty() ? Optional.of(User.Role.USER) : RoleOptions.of(word);
    if (role.isEmpty()) {
      return Optional.of(LogText.safe(name) + ": the role is one of " + RoleOptions.words());
    }
    Optional<String> problem =
        facades.directory().add(name, display, department, role.get(), Secret.of(fields[1]));
    if (problem.isEmpty()) {
      facades.administered("user added", Directory.canonical(name));
    }
    return problem.map(words -> LogText.safe(name) + ": " + words);
  }

  private Optional<String> next() {
    return terminal().secretLine("");
  }
}
