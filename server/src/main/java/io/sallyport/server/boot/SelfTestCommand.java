package io.sallyport.server.boot;

import io.sallyport.server.base.KebabCase;
import io.sallyport.server.selftest.Finding;
import io.sallyport.server.selftest.Run;
import io.sallyport.server.selftest.SelfTest;
import io.sallyport.server.selftest.Verdict;
import picocli.CommandLine.Command;

/** {@code self-test}: whether the running server can be reached and does what it must. */
@Command(
    name = "self-test",
    description =
        "Test the running server from inside: each port, the certificate, media, disk, database"
            + " and archive; exit code 1 if anything fails.")
final class SelfTestCommand extends DataCommand {

  SelfTestCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) {
    if (facades.checks().isEmpty()) {
      return LiveCommand.noServer(terminal());
    }
    facades.administered("self-test begun", "command line");
    Run run =
        SelfTest.now(
            facades.checks().get().all(), "command line", facades.clock(), System::nanoTime);
    Table table = new Table("CHECK", "RESULT", "SEEN");
    for (Run.Row row : run.rows()) {
      Finding finding = row.finding().orElseThrow();
      table.row(row.title(), KebabCase.ofConstant(finding.verdict()), finding.seen());
    }
    table.print(out());
    run.rows().stream()
        .filter(row -> row.finding().map(f -> !f.advice().isEmpty()).orElse(false))
        .forEach(row -> out().println(row.title() + ": " + row.finding().orElseThrow().advice()));
    return run.worst() == Verdict.FAILED ? ExitCode.FAILED : ExitCode.OK;
  }
}
