package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.rulebook.LineDiff;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy show|versions|diff}: the rule sets on record. */
final class PolicyVersions {

  private PolicyVersions() {}

  /** One set whole; empty after saying that there is none. */
  private static Optional<String> text(Terminal terminal, Rulebook rulebook, long version)
      throws IOException {
    if (version == 0) {
      return Optional.of("");
    }
    Optional<PolicyChanged> found = rulebook.version(version);
    if (found.isEmpty()) {
      terminal.err().println("there is no rule set " + version);
    }
    return found.map(PolicyChanged::text);
  }

  /** Lines that an author wrote, fit for a terminal: nothing in them moves its cursor. */
  private static void print(Terminal terminal, List<String> lines) {
    lines.forEach(line -> terminal.out().println(LogText.safe(line, 10_000)));
  }

  /** Prints a rule set as it was written. */
  @Command(
      name = "show",
      description = "Print a rule set as it was written; without a number, the one in force.")
  static final class Show extends DataCommand {
    @Parameters(arity = "0..1", paramLabel = "VERSION", description = "Its number.")
    private Long version;

    @Option(
        names = "--raw",
        description = "Byte for byte, for a file; otherwise control characters are escaped.")
    private boolean raw;

    Show(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Rulebook rulebook = facades.rules().rulebook();
      long wanted = version == null ? rulebook.newest() : version;
      Optional<String> text = text(terminal(), rulebook, wanted);
      if (text.isEmpty()) {
        return ExitCode.FAILED;
      }
      if (wanted == 0) {
        terminal().err().println("the rules that are built in: inside is allowed, outside denied");
      } else if (raw) {
        out().print(text.get());
      } else {
        print(terminal(), text.get().lines().toList());
      }
      return ExitCode.OK;
    }
  }

  /** Lists the rule sets. */
  @Command(name = "versions", description = "List the rule sets that were ever in force.")
  static final class Versions extends DataCommand {
    Versions(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      long current = facades.rules().rulebook().newest();
      Table table = new Table("VERSION", "SINCE", "BY", "REASON", "");
      for (PolicyChanged each : facades.rules().rulebook().versions()) {
        String again = each.restores() == 0 ? "" : "text of " + each.restores();
        String now = each.version() == current ? "in force" : "";
        table.row(
            String.valueOf(each.version()),
            SearchCommand.TIME.format(each.at().atZone(terminal().zone())),
            each.by(),
            each.reason(),
            again.isEmpty() || now.isEmpty() ? again + now : now + ", " + again);
      }
      table.print(out());
      return ExitCode.OK;
    }
  }

  /** Shows what was changed between two rule sets. */
  @Command(name = "diff", description = "Show what changed between two rule sets; 0 is none.")
  static final class Diff extends DataCommand {
    @Parameters(index = "0", paramLabel = "A", description = "A number.")
    private long before;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private long after;

    Diff(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Rulebook rulebook = facades.rules().rulebook();
      Optional<String> old = text(terminal(), rulebook, before);
      Optional<String> now = text(terminal(), rulebook, after);
      if (old.isEmpty() || now.isEmpty()) {
        return ExitCode.FAILED;
      }
      List<String> lines = LineDiff.of(old.get(), now.get());
      if (!lines.isEmpty()) {
        out().println("--- rule set " + before);
        out().println("+++ rule set " + after);
        print(terminal(), lines);
      }
      return ExitCode.OK;
    }
  }
}
