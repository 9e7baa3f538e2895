package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Outcome;
import io.sallyport.server.retention.PurgePreview;
import io.sallyport.server.retention.PurgeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code purge}: destroys what has been kept long enough, or tells what that would be. */
@Command(
    name = "purge",
    description = "Destroy for good what has been kept long enough and no hold keeps.")
final class PurgeCommand extends DataCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what;

  @Option(names = "--as", paramLabel = "USER", description = "Who you are.")
  private String user;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, where another must approve.")
  private String reason = "";

  /** One of these. */
  private static final class What {
    @Option(names = "--dry-run", description = "Tell what is due, and destroy nothing.")
    private boolean dryRun;

    @Option(
        names = "--run",
        description = "Destroy it; or ask for it, where the settings want a second person.")
    private boolean run;

    @Option(
        names = "--approve",
        paramLabel = "REQUEST",
        description = "Approve what another person asked for, and destroy it.")
    private String approve;

    @Option(
        names = "--certificate",
        paramLabel = "PURGE",
        description = "Print the paper about a purge.")
    private String certificate;
  }

  PurgeCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    if (what.dryRun) {
      return dryRun(facades.retention().preview());
    }
    if (what.certificate != null) {
      return certificate(facades);
    }
    if (user == null) {
      terminal().err().println("say who you are: --as NAME");
      return ExitCode.USAGE;
    }
    Optional<String> by = ActingPerson.named(user).proven(facades, terminal());
    if (by.isEmpty()) {
      return ExitCode.FAILED;
    }
    return what.run
        ? runOrAsk(facades, by.get())
        : ran(facades.retention().approvePurge(what.approve, by.get()));
  }

  private int runOrAsk(Facades facades, String by) throws IOException {
    if (!facades.retention().purgeNeedsTwo()) {
      return ran(facades.retention().purge(by));
    }
    Outcome<Approval> asked = facades.retention().requestPurge(reason, by);
    String id = asked instanceof Outcome.Done<Approval> done ? done.value().id() : "";
    return ActingPerson.tell(
        terminal(), asked, "another person must run: purge --approve " + id + " --as NAME");
  }

  private int dryRun(PurgePreview preview) {
    preview.units().forEach((kind, count) -> out().println(kind.text() + ": " + count + " due"));
    out()
        .println(
            "%d records and %d objects would be destroyed; %d that are due are on hold%s"
                .formatted(
                    preview.records(),
                    preview.objects(),
                    preview.held(),
                    preview.more() ? "; more is due than one purge takes" : ""));
    if (!preview.examples().isEmpty()) {
      Table table = new Table("CLASS", "BEGAN", "ID", "RECORDS");
      for (PurgePreview.Example example : preview.examples()) {
        table.row(
            example.kind().text(),
            example.begin().toString(),
            example.id(),
            String.valueOf(example.records()));
      }
      table.print(out());
    }
    return ExitCode.OK;
  }

  private int ran(Outcome<PurgeReport> outcome) {
    String done = outcome instanceof Outcome.Done<PurgeReport> report ? text(report.value()) : "";
    return ActingPerson.tell(terminal(), outcome, done);
  }

  private static String text(PurgeReport report) {
    return "purge %s: %d records and %d objects destroyed, %d spared; certificate %s%s"
        .formatted(
            report.purge(),
            report.records(),
            report.objects(),
            report.spared(),
            report.certificate().getFileName(),
            report.more() ? "; more is due, run it again" : "");
  }

  private int certificate(Facades facades) throws IOException {
    Optional<Path> paper = facades.retention().certificate(what.certificate);
    if (paper.isEmpty()) {
      terminal().err().println("there is no such purge: " + LogText.safe(what.certificate));
      return ExitCode.FAILED;
    }
    out().print(Files.readString(paper.get()));
    return ExitCode.OK;
  }
}
