package io.sallyport.server.call;

import io.sallyport.server.policy.Attempt.Direction;
import io.sallyport.server.policy.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which live calls are meant: those that meet every criterion that is given.
 *
 * @param call its id; empty for any
 * @param user the address of either side; empty for any
 * @param group that either side is in; empty for any
 * @param rule that allowed it; empty for any
 * @param longerThan since it was asked for; zero for any
 * @param kind of media that flows or is offered, audio or video; empty for any
 */
public record LiveFilter(
    String call,
    String user,
    String group,
    String rule,
    Duration longerThan,
    Optional<Direction> direction,
    String kind) {
  /** Every call. */
  public static final LiveFilter ALL =
      new LiveFilter("", "", "", "", Duration.ZERO, Optional.empty(), "");

  /** One call. */
  public static LiveFilter of(String call) {
    return new LiveFilter(call, "", "", "", Duration.ZERO, Optional.empty(), "");
  }

  /**
   * Whether a call is meant.
   *
   * @param domain the domain served
   */
  boolean matches(LiveCall live, String domain, Instant now) {
    return (call.isEmpty() || live.id().equals(call))
        && (user.isEmpty() || is(live.from().toString()) || is(live.to().toString()))
        && (group.isEmpty() || in(live.caller()) || in(live.callee()))
        && (rule.isEmpty() || live.rule().equals(rule))
        && !live.since().plus(longerThan).isAfter(now)
        && direction.map(d -> d == direction(live, domain)).orElse(true)
        && (kind.isEmpty() || live.kinds().contains(kind));
  }

  private boolean is(String address) {
    return address.equals(user) || address.startsWith("sip:" + user + "@");
  }

  private boolean in(Party party) {
    return party.person().groups().contains(group);
  }

  private static Direction direction(LiveCall live, String domain) {
    if (!live.from().domain().equals(domain)) {
      return Direction.INBOUND;
    }
    return live.to().domain().equals(domain) ? Direction.INTERNAL : Direction.OUTBOUND;
  }
}
