package io.sallyport.protocol.transaction;

import java.time.Duration;

/**
 * The base timer values of RFC 3261 section 17.1.1.1; all others follow from them.
 *
 * @param t1 estimate of the round trip
 * @param t2 longest retransmission interval of non-INVITE requests and INVITE responses
 * @param t4 how long a message stays in the network
 */
public record Timings(Duration t1, Duration t2, Duration t4) {
  public static final Timings DEFAULT =
      new Timings(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /** 64*T1: timers B, D, F, H, J, L and M. */
  public Duration timeout() {
    return t1.multipliedBy(64);
  }

  /** How long a TU may think before the transaction sends a 100 by itself. */
  Duration trying() {
    return Duration.ofMillis(200);
  }

  Duration doubledUpToT2(Duration interval) {
    Duration doubled = interval.multipliedBy(2);
    return doubled.compareTo(t2) < 0 ? doubled : t2;
  }
}
