package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.rulebook.Replay;
import io.sallyport.server.rulebook.ReplayReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code policy replay}: a draft tried on the traffic of a period. */
@Command(
    name = "replay",
    description =
        "Try a file of rules on the calls, chat lines and registrations of a period: what would"
            + " have gone another way. Nothing is changed.")
final class PolicyReplay extends DataCommand {
  private static final int BAR = 30;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Rules as docs/policy.md describes them.")
  private Path file;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "WHEN",
      description = "Begin: 30d, 2026-11-22 or 2026-11-22T14:00.")
  private String from;

  @Option(names = "--until", paramLabel = "WHEN", description = "End; default: now.")
  private String until;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many of each change by each rule; default: ${DEFAULT-VALUE}.")
  private int examples;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  PolicyReplay(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    Instant now = facades.clock().instant();
    Replay.Period period =
        new Replay.Period(when(from, now), until == null ? now : when(until, now));
    if (!period.from().isBefore(period.until())) {
      throw new ParameterException(spec.commandLine(), "--from must be before --until");
    }
    Optional<String> text = RulesFile.read(terminal(), file);
    if (text.isEmpty()) {
      return ExitCode.FAILED;
    }
    Reading reading = facades.rules().rulebook().check(text.get());
    if (reading instanceof Reading.Refused refused) {
      PolicyCommand.print(terminal(), "", refused.problems());
      return ExitCode.FAILED;
    }
    Reading.Ok draft = (Reading.Ok) reading;
    PolicyCommand.print(terminal(), "warning: ", draft.warnings());
    Replay replay =
        new Replay(
            draft.rules(), facades.rules().rulebook(), facades.rules().people(), period, examples);
    return run(facades, replay);
  }

  private int run(Facades facades, Replay replay) throws IOException {
    long last = facades.archive().durable();
    try (ArchiveReader reader = facades.archive().fields(replay.period().from())) {
      ReplayReport report = replay.run(reader, sequence -> show(sequence, last));
      clear();
      if (json) {
        out().println(ReplayText.json(report));
      } else {
        ReplayText.print(out(), report, terminal().zone());
      }
      return ExitCode.OK;
    } catch (IOException e) {
      clear();
      terminal().err().println(LogText.safe(String.valueOf(e.getMessage())));
      return ExitCode.UNAVAILABLE;
    }
  }

  private Instant when(String text, Instant now) {
    return Moment.parse(text, now, terminal().zone())
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "write for example 30d, 2026-11-22 or 2026-11-22T14:00"));
  }

  private void show(long sequence, long last) {
    if (terminal().interactive()) {
      int full = (int) Math.min(BAR, BAR * sequence / Math.max(1, last));
      terminal()
          .err()
          .print(
              "\r[%s%s] record %,d of %,d "
                  .formatted("#".repeat(full), " ".repeat(BAR - full), sequence, last));
      terminal().err().flush();
    }
  }

  private void clear() {
    if (terminal().interactive()) {
      terminal().err().println();
    }
  }
}
