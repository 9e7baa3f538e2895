package io.sallyport.server.api.officer;

import io.sallyport.server.api.Problem;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.review.Outcome;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.util.Optional;

/** What the facades say, as values or as problems. */
final class Judged {
  /** What is told of the reason that an operation wants. */
  static final String WHY = "Why, in 3 to 500 characters; goes on record.";

  private Judged() {}

  /** Something that goes on record, and is not done where that fails. */
  interface Act<T> {
    T run() throws IOException;
  }

  /**
   * What an officer was given.
   *
   * @param field that the question was asked in, for what is wrong with it
   */
  static <T> T value(String field, Act<Outcome<T>> act) {
    Outcome<T> outcome = onRecord(act);
    if (outcome instanceof Outcome.Denied<T> no) {
      throw switch (no.about()) {
        case REASON -> Problem.invalid("reason", no.why());
        case NAME -> Problem.notFound(sentence(no.why()));
        case MOMENT -> Problem.unavailable(sentence(no.why()));
        case REQUEST -> Problem.invalid(field, no.why());
      };
    }
    if (outcome instanceof Outcome.Awaiting<T> awaiting) {
      throw Problem.approvalNeeded(awaiting.approval());
    }
    return ((Outcome.Granted<T>) outcome).value();
  }

  /** What became of a step that changes what is kept. */
  static <T> T done(Act<io.sallyport.server.retention.Outcome<T>> act) {
    io.sallyport.server.retention.Outcome<T> outcome = onRecord(act);
    if (outcome instanceof io.sallyport.server.retention.Outcome.Denied<T> no) {
      throw Problem.conflict(sentence(no.why()));
    }
    return ((io.sallyport.server.retention.Outcome.Done<T>) outcome).value();
  }

  static <T> T onRecord(Act<T> act) {
    try {
      return act.run();
    } catch (IOException e) {
      throw Problem.unavailable(sentence(String.valueOf(e.getMessage())));
    }
  }

  /** A reason as the officers' door takes it. */
  static String reason(String given) {
    String reason = given == null ? "" : given.strip();
    Optional<String> problem = Review.problem(reason);
    if (problem.isPresent()) {
      throw Problem.invalid("reason", problem.get());
    }
    return reason;
  }

  static String state(Approval approval, java.time.Instant now) {
    boolean open =
        approval.state() == Approval.State.PENDING || approval.state() == Approval.State.APPROVED;
    return open && approval.expired(now)
        ? "expired"
        : approval.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String sentence(String words) {
    return words.isEmpty()
        ? words
        : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
