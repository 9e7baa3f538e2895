package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.recording.DayReport;
import io.sallyport.server.recording.DayReport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code completeness}: whether each answered call of a day was recorded as policy wants it. */
@Command(
    name = "completeness",
    description =
        "Report for one day whether each answered call was recorded as policy wants it; exit code 1"
            + " if not.")
final class CompletenessCommand extends DataCommand {
  /** A call may have begun, and its recording may be closed, so long outside its day. */
  private static final Duration AROUND = Duration.ofHours(24);

  @Option(
      names = "--day",
      paramLabel = "YYYY-MM-DD",
      description = "The day, in this terminal's time zone; today without it.")
  private String day;

  @Option(names = "--all", description = "Show also the calls of which nothing is missing.")
  private boolean all;

  CompletenessCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    ZoneId zone = terminal().zone();
    LocalDate date;
    try {
      date =
          day == null ? LocalDate.ofInstant(facades.clock().instant(), zone) : LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      terminal().err().println("--day: write it as 2026-01-31");
      return ExitCode.USAGE;
    }
    Instant from = date.atStartOfDay(zone).toInstant();
    Instant until = date.plusDays(1).atStartOfDay(zone).toInstant();
    DayReport report;
    try (ArchiveReader records = facades.records(from.minus(AROUND))) {
      report = DayReport.of(records, from, until, until.plus(AROUND));
    }
    DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    Table table =
        new Table("ANSWERED", "CALL", "FROM", "TO", "TALKED", "RECORDED", "STATE", "MISSING");
    for (DayReport.Line line : report.lines()) {
      boolean good = line.outcome() == Outcome.COMPLETE || line.outcome() == Outcome.NOT_WANTED;
      if (all || !good) {
        table.row(
            time.format(line.answered()),
            line.call(),
            LogText.safe(line.from()),
            LogText.safe(line.to()),
            seconds(line.talkMillis()),
            seconds(line.recordedMillis()),
            KebabCase.ofConstant(line.outcome()),
            LogText.safe(line.what()));
      }
    }
    table.print(out());
    out().println(summary(date, report));
    return report.complete() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String summary(LocalDate date, DayReport report) {
    StringBuilder words =
        new StringBuilder("%s: %d answered".formatted(date, report.lines().size()));
    for (Outcome outcome : Outcome.values()) {
      words.append(", ").append(report.count(outcome)).append(' ');
      words.append(KebabCase.ofConstant(outcome).replace('-', ' '));
    }
    return words.toString();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
