package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.review.Export;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: an officer takes records out of the archive, as a package for a regulator. */
@Command(
    name = "export",
    description = "Write what is found into a package: records, recordings, access trail, proofs.")
final class ExportCommand extends OfficerAction {
  private static final int BAR = 30;

  @Mixin private CriteriaOptions criteria = new CriteriaOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.zip",
      required = true,
      description = "Must not be there yet; the server writes it.")
  private Path file;

  @Option(names = "--approval", paramLabel = "ID", description = "A second person's approval.")
  private String approval;

  ExportCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    Optional<Export.Made> made =
        granted(
            review.export(
                who,
                reason(),
                criteria.request(facades.clock().instant(), terminal().zone()),
                Optional.ofNullable(approval),
                resolve(file),
                this::show));
    if (terminal().interactive()) {
      terminal().err().println();
    }
    if (made.isEmpty()) {
      return ExitCode.FAILED;
    }
    Export.Made done = made.get();
    out()
        .println(
            "export %s: %d calls and chat lines in %s"
                .formatted(done.export(), done.hits(), LogText.safe(done.file().toString())));
    out().println("SHA-256 " + done.sha256());
    if (done.problems() > 0) {
      terminal()
          .err()
          .println(done.problems() + " things could not be put in; PROBLEMS.txt names them");
    }
    return ExitCode.OK;
  }

  private void show(String step, long done, long total) {
    if (!terminal().interactive()) {
      return;
    }
    int full = total == 0 ? BAR : (int) Math.min(BAR, BAR * done / total);
    terminal()
        .err()
        .print(
            "\r[%s%s] %-22s %d/%d "
                .formatted("#".repeat(full), " ".repeat(BAR - full), step, done, total));
    terminal().err().flush();
  }
}
