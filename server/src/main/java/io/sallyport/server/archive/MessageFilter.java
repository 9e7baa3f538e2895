package io.sallyport.server.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Which chat lines are wanted, newest first.
 *
 * @param address sender or recipient
 * @param from sent at or after
 * @param until sent before
 * @param waiting true for undelivered lines only
 * @param before only lines whose sequence is smaller, to turn pages that do not shift
 * @param limit most rows, 1 to {@value #MOST}
 */
public record MessageFilter(
    Optional<String> message,
    Optional<String> address,
    Optional<Instant> from,
    Optional<Instant> until,
    boolean waiting,
    long before,
    int limit) {
  static final int MOST = 10_000;

  public MessageFilter {
    limit = Math.max(1, Math.min(MOST, limit));
  }

  /** The newest lines. */
  public static MessageFilter newest(int limit) {
    return new MessageFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Long.MAX_VALUE,
        limit);
  }

  /** The newest lines from or to one address. */
  public static MessageFilter of(String address, int limit) {
    return new MessageFilter(
        Optional.empty(),
        Optional.of(address),
        Optional.empty(),
        Optional.empty(),
        false,
        Long.MAX_VALUE,
        limit);
  }
}
