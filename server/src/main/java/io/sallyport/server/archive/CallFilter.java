package io.sallyport.server.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Which calls are wanted, newest first.
 *
 * @param address caller, callee or who answered
 * @param from begun at or after
 * @param until begun before
 * @param before only calls whose sequence is smaller, to turn pages that do not shift
 * @param limit most rows, 1 to {@value #MOST}
 */
public record CallFilter(
    Optional<String> call,
    Optional<String> address,
    Optional<String> outcome,
    Optional<Instant> from,
    Optional<Instant> until,
    long before,
    int limit) {
  static final int MOST = 10_000;

  public CallFilter {
    limit = Math.max(1, Math.min(MOST, limit));
  }

  /** The newest calls. */
  public static CallFilter newest(int limit) {
    return new CallFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Long.MAX_VALUE,
        limit);
  }

  /** The newest calls of one address. */
  public static CallFilter of(String address, int limit) {
    return new CallFilter(
        Optional.empty(),
        Optional.of(address),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Long.MAX_VALUE,
        limit);
  }
}
