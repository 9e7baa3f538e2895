package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Approvals;
import io.sallyport.server.retention.Outcome;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve}: the second person's word on a playback or an export. */
@Command(
    name = "approve",
    description = "Approve what another officer asked for, or refuse it; without an id: list.")
final class ApproveCommand extends DataCommand {
  @Parameters(paramLabel = "ID", arity = "0..1", description = "The request's id.")
  private String id;

  @Option(names = "--refuse", paramLabel = "REASON", description = "Refuse it, and say why.")
  private String refuse;

  @Mixin private ActingPerson person = new ActingPerson();

  ApproveCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    Optional<String> by = person.provenOfficer(facades, terminal());
    if (by.isEmpty()) {
      return ExitCode.FAILED;
    }
    Approvals approvals = facades.retention().approvals();
    if (id == null) {
      approvals.pending().forEach(each -> out().println(LogText.safe(line(each))));
      return ExitCode.OK;
    }
    Outcome<Approval> outcome =
        refuse == null ? approvals.approve(id, by.get()) : approvals.refuse(id, by.get(), refuse);
    return ActingPerson.tell(terminal(), outcome, refuse == null ? "approved" : "refused");
  }

  private static String line(Approval each) {
    return "%s  %s of %s, asked by %s: %s"
        .formatted(each.id(), each.action(), each.subject(), each.requestedBy(), each.reason());
  }
}
