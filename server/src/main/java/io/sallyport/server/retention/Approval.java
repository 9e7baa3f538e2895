package io.sallyport.server.retention;

import java.time.Instant;

/**
 * Something that two people must want: what was asked for, by whom, and how far it has come.
 *
 * @param action what is to be done, such as {@code hold.release}, {@code purge} or {@code export}
 * @param subject what it is to be done with; the approval is good for nothing else
 * @param reason why, in the words of who asked
 * @param expires when it stops being good for anything, whether decided or not
 * @param decidedBy who approved or refused; empty while nobody has
 */
public record Approval(
    String id,
    String action,
    String subject,
    String reason,
    String requestedBy,
    Instant requestedAt,
    Instant expires,
    State state,
    String decidedBy) {

  /** How far an approval has come. */
  public enum State {
    PENDING,
    APPROVED,
    REFUSED,
    /** It was approved and done; it is not good for a second time. */
    USED
  }

  /** Whether its time has run out at that moment. */
  public boolean expired(Instant now) {
    return !now.isBefore(expires);
  }

  Approval with(State next, String by) {
    return new Approval(id, action, subject, reason, requestedBy, requestedAt, expires, next, by);
  }

  Approval used() {
    return with(State.USED, decidedBy);
  }
}
