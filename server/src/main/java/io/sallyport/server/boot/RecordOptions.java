package io.sallyport.server.boot;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code calls} and {@code messages} have in common: which records, and how they are shown.
 */
final class RecordOptions {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only what began then or later: 2h, 7d, 2026-11-22 or 2026-11-22T14:00.")
  private String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many, the newest; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--user", paramLabel = "NAME", description = "Only those of one user.")
  private String user;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(names = "--utc", description = "Times in UTC rather than in the local zone.")
  private boolean utc;

  int limit() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    return limit;
  }

  boolean json() {
    return json;
  }

  /** The address of the user that was named. */
  Optional<String> address(String domain) {
    return Optional.ofNullable(user)
        .map(
            name ->
                name.startsWith("sip:")
                    ? name
                    : "sip:" + name + (name.contains("@") ? "" : "@" + domain));
  }

  /** The earliest time that is wanted. */
  Optional<Instant> since(Instant now, ZoneId local) {
    if (since == null) {
      return Optional.empty();
    }
    return Optional.of(
        Moment.parse(since, now, zone(local))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--since: write for example 2h, 7d, 2026-11-22 or 2026-11-22T14:00")));
  }

  String time(Instant at, ZoneId local) {
    return TIME.format(at.atZone(zone(local))) + (utc ? "Z" : "");
  }

  private ZoneId zone(ZoneId local) {
    return utc ? ZoneOffset.UTC : local;
  }
}
