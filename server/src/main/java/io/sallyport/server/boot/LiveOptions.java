package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import io.sallyport.server.call.LiveFilter;
import io.sallyport.server.policy.Attempt.Direction;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which live calls are meant. */
final class LiveOptions {
  @Option(names = "--user", paramLabel = "USER", description = "Of a user, or an address.")
  private String user = "";

  @Option(names = "--group", paramLabel = "GROUP", description = "Of anybody in a group.")
  private String group = "";

  @Option(names = "--rule", paramLabel = "RULE", description = "That this rule allowed.")
  private String rule = "";

  @Option(
      names = "--longer-than",
      paramLabel = "TIME",
      converter = Time.class,
      description = "That began so long ago, such as 30m.")
  private Duration longerThan = Duration.ZERO;

  @Option(names = "--direction", description = "One of ${COMPLETION-CANDIDATES}.")
  private Direction direction;

  @Option(names = "--kind", paramLabel = "KIND", description = "With audio or video.")
  private String kind = "";

  LiveFilter filter() {
    return new LiveFilter("", user, group, rule, longerThan, Optional.ofNullable(direction), kind);
  }

  /** As durations are written in the settings. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .orElseThrow(() -> new TypeConversionException("write for example 30s, 5m or 2h"));
    }
  }
}
