package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import io.sallyport.server.review.Request;
import io.sallyport.server.search.Criteria.Direction;
import io.sallyport.server.search.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code search} and {@code export} look for. */
final class CriteriaOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description =
          "Words in chat lines: word, \"a phrase\", begin*, like~, AND, OR, NOT, ( ). All must"
              + " occur where nothing is between them.")
  private List<String> text = List.of();

  @Option(names = "--kind", paramLabel = "KIND", description = "Only call, or only chat.")
  private String kind;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Who took part: a user name or an address. Given twice: both of them.")
  private List<String> persons = List.of();

  @Option(names = "--group", paramLabel = "GROUP", description = "Some member took part.")
  private List<String> groups = List.of();

  @Option(
      names = "--direction",
      paramLabel = "out|in",
      description = "Whether the first person, or group, called or was called.")
  private String direction;

  @Option(
      names = "--number",
      paramLabel = "NUMBER",
      description = "A telephone number, or its beginning and a *.")
  private String number;

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "Began then or later: 2h, 7d, 2026-11-22 or 2026-11-22T14:00.")
  private String from;

  @Option(names = "--until", paramLabel = "WHEN", description = "Began before then.")
  private String until;

  @Option(names = "--at-least", paramLabel = "TIME", description = "Talked so long: 30s, 5m.")
  private String atLeast;

  @Option(names = "--at-most", paramLabel = "TIME", description = "Talked no longer.")
  private String atMost;

  @Option(
      names = "--result",
      paramLabel = "RESULT",
      description =
          "How it ended: answered, busy, declined, cancelled, no-answer, running, ...; of a line:"
              + " delivered or waiting. Given twice: either.")
  private List<String> results = List.of();

  @Option(names = "--mos-at-most", paramLabel = "MOS", description = "Quality no better, 1 to 4.5.")
  private Double mosAtMost;

  @Option(names = "--mos-at-least", paramLabel = "MOS", description = "Quality no worse.")
  private Double mosAtLeast;

  @Option(names = "--media", paramLabel = "KIND", description = "With audio, video or text.")
  private List<String> media = List.of();

  @Option(
      names = "--marked",
      paramLabel = "MARK",
      description =
          "Lines that content rules flagged, masked or blocked, or that were held: flagged, masked,"
              + " blocked, held, or rule: and a rule's name. Given twice: either.")
  private List<String> marks = List.of();

  @Option(names = "--id", paramLabel = "ID", description = "A call or line by its id.")
  private List<String> ids = List.of();

  @Option(
      names = "--held",
      negatable = true,
      description = "Only what a legal hold is on; --no-held: only what none is on.")
  private Boolean held;

  @Option(
      names = "--purged",
      negatable = true,
      description = "Only what has lost its text; --no-purged: only what has not.")
  private Boolean purged;

  @Option(
      names = "--matter",
      paramLabel = "MATTER",
      description = "Only what the legal holds of that matter are on.")
  private String matter;

  Request request(Instant now, ZoneId zone) {
    return new Request(
        Optional.ofNullable(kind).map(this::kind),
        persons,
        groups,
        Optional.ofNullable(direction).map(this::direction),
        Optional.ofNullable(number),
        Optional.ofNullable(from).map(when -> moment("--from", when, now, zone)),
        Optional.ofNullable(until).map(when -> moment("--until", when, now, zone)),
        Optional.ofNullable(atLeast).map(time -> duration("--at-least", time)),
        Optional.ofNullable(atMost).map(time -> duration("--at-most", time)),
        results,
        Optional.ofNullable(mosAtLeast),
        Optional.ofNullable(mosAtMost),
        media,
        marks,
        text.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", text)),
        ids,
        Optional.ofNullable(held),
        Optional.ofNullable(purged),
        Optional.ofNullable(matter));
  }

  private Kind kind(String word) {
    return Kind.communication(word).orElseThrow(() -> wrong("--kind: write call or chat"));
  }

  private Direction direction(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "out" -> Direction.OUT;
      case "in" -> Direction.IN;
      default -> throw wrong("--direction: write out or in");
    };
  }

  private Instant moment(String option, String when, Instant now, ZoneId zone) {
    return Moment.parse(when, now, zone)
        .orElseThrow(
            () -> wrong(option + ": write for example 2h, 7d, 2026-11-22 or 2026-11-22T14:00"));
  }

  private Duration duration(String option, String time) {
    return Durations.parse(time)
        .orElseThrow(() -> wrong(option + ": write for example 30s, 5m or 2h"));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
