package io.sallyport.server.boot;

import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code held list|release|reject}: chat lines that wait for a reviewer. */
@Command(name = "held", description = "List, release and reject chat lines held for review.")
final class HeldCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new HeldCommand())
        .addSubcommand(new ListHeld(invocation, place))
        .addSubcommand(new Release(invocation, place))
        .addSubcommand(new Reject(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: held list, release or reject");
  }

  /** Lists them, without their texts: view shows one, and goes on record as that. */
  @Command(name = "list", description = "List the lines that wait, the oldest first.")
  static final class ListHeld extends OfficerAction {
    ListHeld(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int as(Officer who, Review review, Facades facades) throws IOException {
      Optional<List<MessageRow>> held = granted(review.held(who, reason()));
      if (held.isEmpty()) {
        return ExitCode.FAILED;
      }
      Table table = new Table("SENT", "FROM", "TO", "MARKS", "ID");
      for (MessageRow row : held.get()) {
        table.row(
            SearchCommand.TIME.format(row.at().atZone(terminal().zone())),
            CallsCommand.address(row.from()),
            CallsCommand.address(row.to()),
            String.join(" ", row.marks()),
            row.message());
      }
      table.print(out());
      return ExitCode.OK;
    }
  }

  private abstract static class Decision extends OfficerAction {
    @Parameters(paramLabel = "ID", description = "The line's id, as held list shows it.")
    private String id;

    Decision(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract boolean releases();

    @Override
    int as(Officer who, Review review, Facades facades) throws IOException {
      Optional<String> line = granted(review.decide(who, reason(), id, releases()));
      line.ifPresent(
          decided -> out().println((releases() ? "released: " : "rejected: ") + LogText.safe(id)));
      return line.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Lets one go. */
  @Command(name = "release", description = "Let a held line go to its recipient.")
  static final class Release extends Decision {
    Release(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    boolean releases() {
      return true;
    }
  }

  /** Keeps one back. */
  @Command(name = "reject", description = "Keep a held line back for good, and tell its sender.")
  static final class Reject extends Decision {
    Reject(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    boolean releases() {
      return false;
    }
  }
}
