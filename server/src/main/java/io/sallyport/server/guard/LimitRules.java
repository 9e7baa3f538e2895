package io.sallyport.server.guard;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The limits of the settings, by whom they hold for. Immutable. */
final class LimitRules {
  /** Whom a limit holds for, in the order in which they are asked: the narrowest first. */
  enum Scope {
    CLASS,
    USER,
    GROUP,
    NETWORK
  }

  /**
   * Limits of one account; {@link #NONE} where there is none.
   *
   * @param millionthsPerDay of the price's unit
   */
  record Limit(int callsPerMinute, int concurrent, long nanosPerDay, long millionthsPerDay) {
    static final int NONE = -1;
    static final Limit FREE = new Limit(NONE, NONE, NONE, NONE);
  }

  private static final String EVERYBODY = "*";
  private static final long MINUTE = 60_000_000_000L;
  private static final int MILLION = 1_000_000;

  private final Map<Scope, Map<String, Limit>> limits;

  private LimitRules(Map<Scope, Map<String, Limit>> limits) {
    this.limits = limits;
  }

  /** Reads the lines of the settings; throws with a sentence for the admin. */
  static LimitRules of(List<String> lines) {
    Map<Scope, Map<String, Limit>> limits = new EnumMap<>(Scope.class);
    for (Scope scope : Scope.values()) {
      limits.put(scope, new HashMap<>());
    }
    // everybody's first, so that a line for one name changes only what it names
    for (boolean everybody : new boolean[] {true, false}) {
      for (String line : lines) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4
            || !words[0].matches("user|group|network|class")
            || !words[3].matches("[0-9]{1,9}")) {
          throw new IllegalArgumentException(
              "callers: '"
                  + line
                  + "' must be user, group, network or class, a name or *, a limit"
                  + " and a whole number, such as 'user * concurrent 30'");
        }
        if (words[1].equals(EVERYBODY) == everybody) {
          Map<String, Limit> scope = limits.get(Scope.valueOf(words[0].toUpperCase(Locale.ROOT)));
          Limit before = scope.getOrDefault(words[1], scope.getOrDefault(EVERYBODY, Limit.FREE));
          scope.put(words[1], with(before, words[2], Long.parseLong(words[3]), line));
        }
      }
    }
    limits.replaceAll((scope, of) -> Map.copyOf(of));
    return new LimitRules(Map.copyOf(limits));
  }

  /** What holds for this name. */
  Limit of(Scope scope, String name) {
    Map<String, Limit> named = limits.get(scope);
    Limit own = named.get(name);
    return own == null ? named.getOrDefault(EVERYBODY, Limit.FREE) : own;
  }

  private static Limit with(Limit before, String what, long number, String line) {
    int count = (int) number;
    return switch (what) {
      case "calls-per-minute" ->
          new Limit(count, before.concurrent(), before.nanosPerDay(), before.millionthsPerDay());
      case "concurrent" ->
          new Limit(
              before.callsPerMinute(), count, before.nanosPerDay(), before.millionthsPerDay());
      case "minutes-per-day" ->
          new Limit(
              before.callsPerMinute(),
              before.concurrent(),
              Math.min(number, 1_000_000) * MINUTE,
              before.millionthsPerDay());
      case "cost-per-day" ->
          new Limit(
              before.callsPerMinute(), before.concurrent(), before.nanosPerDay(), number * MILLION);
      default ->
          throw new IllegalArgumentException(
              "callers: '"
                  + line
                  + "': a limit is calls-per-minute, concurrent, minutes-per-day or"
                  + " cost-per-day");
    };
  }
}
