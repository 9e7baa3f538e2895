package io.sallyport.server.policy;

import java.time.Instant;

/**
 * What somebody wants to do.
 *
 * @param from who asks; proved by a login where the kind is not REGISTER of a stranger
 * @param to whom it would reach; its device, network and transport are empty until one is chosen
 * @param at when, for rules with a calendar
 * @param concurrent calls that the asking user has at that moment, this one not among them
 */
public record Attempt(Kind kind, Party from, Party to, Instant at, int concurrent) {
  /** The kinds of attempt that a rule can tell apart. A call is one attempt for each medium. */
  public enum Kind {
    REGISTER,
    PRESENCE,
    CHAT,
    FILE,
    AUDIO,
    VIDEO,
    SCREEN;

    /** Whether it is a medium of a call. */
    public boolean ofCall() {
      return compareTo(AUDIO) >= 0;
    }
  }

  /** Where it leads, seen from the domain served. */
  public enum Direction {
    INTERNAL,
    INBOUND,
    OUTBOUND
  }
}
