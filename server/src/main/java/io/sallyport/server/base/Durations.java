package io.sallyport.server.base;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as an admin writes them: a whole number and a unit, {@code 500ms}, {@code 30s}, {@code
 * 5m}, {@code 2h}, {@code 90d}.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS = millis();

  private Durations() {}

  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofMillis(Long.parseLong(form.group(1)) * MILLIS.get(form.group(2))));
  }

  /** The shortest form that {@link #parse} reads back as the same duration. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
      if (millis != 0 && millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return "0s";
  }

  private static Map<String, Long> millis() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("d", 86_400_000L);
    units.put("h", 3_600_000L);
    units.put("m", 60_000L);
    units.put("s", 1_000L);
    units.put("ms", 1L);
    return units;
  }
}
